//! Trusted documents: those of the manifests.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use super::manifest::{self, ManifestError};

/// The documents of each client, by their ids.
#[derive(Debug, Default)]
pub struct Trusted {
    clients: HashMap<String, HashMap<String, Arc<str>>>,
    /// Those that mean one document whichever client names them.
    anybodys: HashMap<String, Arc<str>>,
    /// Those that mean different documents to different clients.
    disputed: HashSet<String>,
}

impl Trusted {
    /// Adds the documents of a client's manifest. A client may have several: old versions of an app live on.
    ///
    /// # Errors
    /// The file is no manifest, or gives an id that the client has already to another document.
    pub fn add(&mut self, client: &str, file: &[u8]) -> Result<(), ManifestError> {
        for (id, text) in manifest::read(file)? {
            let text: Arc<str> = text.into();
            let known = self.clients.entry(client.to_owned()).or_default();
            match known.get(&id) {
                Some(other) if *other != text => return Err(ManifestError::Twice(id)),
                Some(_) => continue,
                None => known.insert(id.clone(), Arc::clone(&text)),
            };
            match self.anybodys.get(&id) {
                Some(other) if *other != text => {
                    self.anybodys.remove(&id);
                    self.disputed.insert(id);
                }
                None if !self.disputed.contains(&id) => {
                    self.anybodys.insert(id, text);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The document with an id. A client that says its name has its own documents only.
    pub(super) fn get(&self, client: Option<&str>, id: &str) -> Option<Arc<str>> {
        let documents = match client {
            Some(client) => self.clients.get(client)?,
            None => &self.anybodys,
        };
        let hash = id.strip_prefix("sha256:");
        documents.get(id).or_else(|| documents.get(hash?)).cloned()
    }

    /// Every document, with the client and the id it is of.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.clients.iter().flat_map(|(client, documents)| {
            documents.iter().map(move |(id, text)| (client.as_str(), id.as_str(), &**text))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trusted(manifests: &[(&str, &str)]) -> Result<Trusted, ManifestError> {
        let mut trusted = Trusted::default();
        manifests.iter().try_for_each(|(client, manifest)| trusted.add(client, manifest.as_bytes()))?;
        Ok(trusted)
    }

    #[test]
    fn a_client_has_its_own_documents() {
        let trusted =
            trusted(&[("web", r#"{"1": "{a}", "2": "{b}"}"#), ("mobile", r#"{"1": "{c}", "3": "{d}"}"#)]).unwrap();
        let get = |client, id| trusted.get(client, id).map(|text| text.to_string());
        assert_eq!(get(Some("web"), "1").as_deref(), Some("{a}"));
        assert_eq!(get(Some("mobile"), "1").as_deref(), Some("{c}"));
        assert_eq!(get(Some("web"), "3"), None);
        assert_eq!(get(Some("desktop"), "3"), None);
        // Nobody's name: what means the same to all.
        assert_eq!(get(None, "3").as_deref(), Some("{d}"));
        assert_eq!(get(None, "1"), None);
    }

    #[test]
    fn an_id_disputed_once_stays_so() {
        let trusted = trusted(&[("a", r#"{"1": "{a}"}"#), ("b", r#"{"1": "{b}"}"#), ("c", r#"{"1": "{a}"}"#)]).unwrap();
        assert_eq!(trusted.get(None, "1"), None);
    }

    #[test]
    fn manifests_of_two_versions_of_one_client_are_put_together() {
        let one = trusted(&[("web", r#"{"1": "{a}"}"#), ("web", r#"{"1": "{a}", "2": "{b}"}"#)]).unwrap();
        assert_eq!(one.all().count(), 2);
        let two = trusted(&[("web", r#"{"1": "{a}"}"#), ("web", r#"{"1": "{b}"}"#)]);
        assert_eq!(two.err(), Some(ManifestError::Twice("1".to_owned())));
    }

    #[test]
    fn a_prefixed_hash_finds_the_document_of_the_hash() {
        let trusted = trusted(&[("web", r#"{"abc": "{a}"}"#)]).unwrap();
        assert!(trusted.get(None, "sha256:abc").is_some());
        assert!(trusted.get(None, "sha256:abd").is_none());
    }
}
