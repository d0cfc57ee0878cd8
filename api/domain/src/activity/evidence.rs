//! Evidence (tài liệu kiểm chứng): the address of what proves an activity, and the form in which addresses compare.

use chrono::{DateTime, SubsecRound, Utc};
use url::{Host, Url};

use super::ActivityError;
use crate::text::{ADDRESS_MAX, Lines, clean};

/// Evidence as a reporter gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceDraft {
    /// The address.
    pub address: String,
    /// The SHA-256 of what stood there, as hexadecimal digits.
    pub sha256: Option<String>,
    /// When it was seen there.
    pub captured_at: Option<DateTime<Utc>>,
}

/// Evidence within the limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// An http or https address of up to 2,000 characters, as given. Nothing here or above ever fetches it.
    pub address: String,
    /// The form in which it compares with other addresses.
    pub key: String,
    /// The SHA-256 of what stood there: 64 hexadecimal digits in lower case.
    pub sha256: Option<String>,
    /// When it was seen there, to the microsecond.
    pub captured_at: Option<DateTime<Utc>>,
}

impl EvidenceDraft {
    /// Checks the address, the hash and the time of capture; `field` is the path of this entry.
    pub(super) fn check(self, field: &str, now: DateTime<Utc>) -> Result<Evidence, ActivityError> {
        let at = format!("{field}.address");
        let address = clean(&at, &self.address, ADDRESS_MAX, Lines::One)?;
        let key = evidence_key(&address).ok_or(ActivityError::Address { field: at })?;
        let sha256 = self.sha256.map(|digits| hash(field, &digits)).transpose()?;
        if self.captured_at.is_some_and(|captured_at| captured_at > now) {
            return Err(ActivityError::FutureCapture { field: format!("{field}.capturedAt") });
        }
        let captured_at = self.captured_at.map(|instant| instant.trunc_subsecs(6));
        Ok(Evidence { address, key, sha256, captured_at })
    }
}

fn hash(field: &str, digits: &str) -> Result<String, ActivityError> {
    // Half of the usual tools print upper case.
    let digits = digits.trim().to_ascii_lowercase();
    if digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        Ok(digits)
    } else {
        Err(ActivityError::Hash { field: format!("{field}.sha256") })
    }
}

/// The form in which two addresses compare: without fragment, scheme and host case-folded, the scheme's own port left
/// out. Path and query stay byte for byte; `http` and `https` stay two addresses.
///
/// `None` for what is no absolute http or https address with a host, or carries credentials, blanks or backslashes.
#[must_use]
pub fn evidence_key(address: &str) -> Option<String> {
    // Parsers repair blanks and backslashes, each in its own way.
    if address.contains(|c: char| c.is_whitespace() || c == '\\') {
        return None;
    }
    let (scheme, after) = address.split_once("://")?;
    let (authority, rest) = after.split_at(after.find(['/', '?', '#']).unwrap_or(after.len()));
    // The standard would go on looking for a host behind empty slashes.
    if authority.is_empty() || authority.contains('@') {
        return None;
    }
    let url = Url::parse(address).ok()?;
    if !matches!(url.scheme(), "http" | "https") || !scheme.eq_ignore_ascii_case(url.scheme()) {
        return None;
    }
    let host = url.host().filter(|host| !matches!(host, Host::Domain("")))?;
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let rest = rest.split_once('#').map_or(rest, |(before, _)| before);
    // No path and the root path are one request.
    let root = if rest.starts_with('/') { "" } else { "/" };
    Some(format!("{}://{host}{port}{root}{rest}", url.scheme()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_compare_without_fragment_and_without_the_case_of_scheme_and_host() {
        for (address, key) in [
            ("https://trabong.quangngai.gov.vn/tin/1", "https://trabong.quangngai.gov.vn/tin/1"),
            ("HTTPS://TraBong.QuangNgai.gov.VN/tin/1#binh-luan", "https://trabong.quangngai.gov.vn/tin/1"),
            ("https://a.vn:443/x", "https://a.vn/x"),
            ("http://a.vn:80/x", "http://a.vn/x"),
            ("http://a.vn:443/x", "http://a.vn:443/x"),
            ("https://a.vn:08443/x", "https://a.vn:8443/x"),
            ("https://a.vn", "https://a.vn/"),
            ("https://a.vn/", "https://a.vn/"),
            ("https://a.vn?id=1", "https://a.vn/?id=1"),
            ("https://a.vn#top", "https://a.vn/"),
            ("https://a.vn/x?#", "https://a.vn/x?"),
            ("https://a.vn/x#a#b", "https://a.vn/x"),
            ("https://[2001:DB8::1]:8443/x", "https://[2001:db8::1]:8443/x"),
            ("https://Cổng.vn/x", "https://xn--cng-qmz.vn/x"),
        ] {
            assert_eq!(evidence_key(address).as_deref(), Some(key), "{address}");
        }
    }

    #[test]
    fn path_and_query_are_compared_byte_for_byte() {
        for rest in ["/Tin/Bài-1", "/tin%2F1", "/a/../b", "/./", "//x", "/x/", "/x?B=2&a=1", "/x?q=%C3%A0", "/é|^`"] {
            assert_eq!(evidence_key(&format!("https://a.vn{rest}")), Some(format!("https://a.vn{rest}")));
        }
        assert_ne!(evidence_key("http://a.vn/x"), evidence_key("https://a.vn/x"));
        assert_ne!(evidence_key("https://a.vn/x"), evidence_key("https://www.a.vn/x"));
    }

    #[test]
    fn only_web_addresses_with_a_host_and_without_credentials_are_addresses() {
        for address in [
            "",
            "a.vn/x",
            "//a.vn/x",
            "ftp://a.vn/x",
            "file:///etc/passwd",
            "javascript://a.vn/%0aalert(1)",
            "data:text/html,x",
            "https:a.vn/x",
            "https:/a.vn/x",
            "https://",
            "https:///a.vn/x",
            "https://?x",
            "https://#x",
            "https://:443/x",
            "https://user@a.vn/x",
            "https://user:secret@a.vn/x",
            "https://@a.vn/x",
            "https://a.vn\\@b.vn/x",
            "https://a.vn/x y",
            "https://a.vn/\tx",
            " https://a.vn/x",
            "https://a.vn:99999/x",
            "https://a vn/x",
            "https://[::1/x",
            "https://%00.vn/x",
        ] {
            assert_eq!(evidence_key(address), None, "{address:?}");
        }
    }

    proptest! {
        #[test]
        fn the_key_of_a_key_is_itself(address in "[hH]ttps?://[a-zA-Z0-9.-]{1,12}(:[0-9]{1,4})?[/?#a-zA-Z0-9%é=&]{0,20}|\\PC{0,30}") {
            if let Some(key) = evidence_key(&address) {
                prop_assert_eq!(evidence_key(&key), Some(key.clone()));
                prop_assert!(!key.contains('#'));
            }
        }
    }
}
