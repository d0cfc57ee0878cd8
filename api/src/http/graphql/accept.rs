//! In which media type the answer goes back: `Accept` (RFC 9110, 12.5.1), as GraphQL over HTTP reads it.

use axum::http::{HeaderMap, HeaderValue, header};

/// The media types of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Media {
    /// `application/graphql-response+json`: its status says whether the document could be run.
    GraphqlResponse,
    /// `application/json`: 200 for every request that is well formed, as clients have known it from the beginning.
    Json,
}

/// How much a client wants something: its weight in thousandths first, and at the same weight how plainly it names it.
type Wanted = (u16, Plainness);

/// How plainly a range of media types names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Plainness {
    Anything,
    AnyApplication,
    Itself,
}

impl Media {
    const fn subtype(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "graphql-response+json",
            Self::Json => "json",
        }
    }

    /// The value of `Content-Type`.
    pub(super) const fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        })
    }
}

/// The best of what the client takes, if it takes any. Who names nothing, or anything, gets `application/json`: the
/// specification asks for it for the sake of old clients.
pub(super) fn of(headers: &HeaderMap) -> Option<Media> {
    let ranges = || {
        let values = headers.get_all(header::ACCEPT).iter().map(|value| value.to_str().unwrap_or("?"));
        values.flat_map(|value| value.split(',')).map(str::trim).filter(|range| !range.is_empty())
    };
    if ranges().next().is_none() {
        return Some(Media::Json);
    }
    let new = wanted(ranges(), Media::GraphqlResponse);
    let old = wanted(ranges(), Media::Json);
    match (new, old) {
        (None, None) => None,
        // Between equals the one that says more, unless neither is named.
        (Some(new), old) if Some(new) > old || (Some(new) == old && new.1 == Plainness::Itself) => {
            Some(Media::GraphqlResponse)
        }
        (_, Some(_)) => Some(Media::Json),
        (Some(_), None) => Some(Media::GraphqlResponse),
    }
}

/// How much a client wants one: what the plainest of the ranges it is in says.
fn wanted<'a>(ranges: impl Iterator<Item = &'a str>, media: Media) -> Option<Wanted> {
    let of = ranges.filter_map(|range| read(range, media));
    let (plainness, weight) = of.max_by_key(|(plainness, _)| *plainness)?;
    (weight > 0).then_some((weight, plainness))
}

/// How plainly a range names a media type, and with which weight; nothing if it does not, or cannot be read.
fn read(range: &str, media: Media) -> Option<(Plainness, u16)> {
    let mut parts = range.split(';').map(str::trim);
    let (class, subtype) = parts.next()?.split_once('/')?;
    let plainness = match (class, subtype) {
        ("*", "*") => Plainness::Anything,
        (class, _) if !class.eq_ignore_ascii_case("application") => return None,
        (_, "*") => Plainness::AnyApplication,
        (_, subtype) if subtype.eq_ignore_ascii_case(media.subtype()) => Plainness::Itself,
        _ => return None,
    };
    let mut weight = 1_000;
    for (name, value) in parts.filter_map(|part| part.split_once('=')) {
        if name.trim_end().eq_ignore_ascii_case("q") {
            weight = thousandths(value.trim())?;
        } else if name.trim_end().eq_ignore_ascii_case("charset") && !super::is_utf8(value) {
            return None;
        }
    }
    Some((plainness, weight))
}

/// A weight from 0 to 1, in thousandths.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, digits) = text.split_once('.').unwrap_or((text, ""));
    if digits.len() > 3 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    match whole {
        "0" => format!("{digits:0<3}").parse().ok(),
        "1" if digits.bytes().all(|digit| digit == b'0') => Some(1_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(accepts: &[&str]) -> Option<Media> {
        of(&accepts.iter().map(|accept| (header::ACCEPT, accept.parse().unwrap())).collect())
    }

    #[test]
    fn the_heavier_then_the_plainer_then_the_newer_media_type_is_chosen() {
        const NEW: Option<Media> = Some(Media::GraphqlResponse);
        const OLD: Option<Media> = Some(Media::Json);
        for (accept, media) in [
            ("application/graphql-response+json", NEW),
            ("application/json", OLD),
            ("application/graphql-response+json, application/json", NEW),
            ("application/json, application/graphql-response+json", NEW),
            ("application/graphql-response+json, application/json;q=0.9", NEW),
            ("application/graphql-response+json;q=0.9, application/json", OLD),
            ("application/json;q=0.001, application/graphql-response+json;q=0", OLD),
            ("Application/GraphQL-Response+JSON ; Q=0.5 , text/html", NEW),
            ("*/*", OLD),
            ("application/*", OLD),
            ("", OLD),
            (" , ", OLD),
            ("text/html,application/xhtml+xml,*/*;q=0.8", OLD),
            ("*/*, application/graphql-response+json", NEW),
            ("*/*;q=0.9, application/graphql-response+json;q=0.1", OLD),
            ("*/*, application/json;q=0", NEW),
            ("application/*;q=0.5, application/json;q=0.4", NEW),
            ("application/graphql-response+json; charset=utf-8", NEW),
            ("application/json; charset=\"UTF-8\"", OLD),
            ("application/json; charset=iso-8859-1", None),
            ("application/json; charset=utf-16, application/graphql-response+json;q=0.2", NEW),
            ("application/json;q=0", None),
            ("*/*;q=0.0", None),
            ("text/html", None),
            ("application", None),
            // Weights that are none: the range says nothing.
            ("application/json;q=2", None),
            ("application/json;q=x", None),
            ("application/json;q=0.1234", None),
            ("application/json;q=-1, */*;q=0.1", OLD),
        ] {
            assert_eq!(chosen(&[accept]), media, "{accept}");
        }
    }

    #[test]
    fn several_headers_are_as_good_as_one() {
        assert_eq!(chosen(&["text/html", "application/graphql-response+json"]), Some(Media::GraphqlResponse));
        assert_eq!(chosen(&["text/html", "application/json;q=0.1"]), Some(Media::Json));
        assert_eq!(chosen(&[]), Some(Media::Json));
    }

    #[test]
    fn what_cannot_be_read_is_no_wish_for_anything() {
        let headers = [(header::ACCEPT, HeaderValue::from_bytes(b"\xff").unwrap())].into_iter().collect();
        assert_eq!(of(&headers), None);
    }
}
