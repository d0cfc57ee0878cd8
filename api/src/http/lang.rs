//! The language a client asks for.

use axum::http::{HeaderMap, header};
use domain::refusal::Lang;

/// The best of Vietnamese and English by `Accept-Language` (RFC 9110, 12.5.4); Vietnamese when in doubt.
pub(super) fn of(headers: &HeaderMap) -> Lang {
    let Some(accepted) = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()) else {
        return Lang::Vi;
    };
    let (mut vi, mut en) = (0.0, 0.0);
    for range in accepted.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let tag = parts.next().unwrap_or_default().to_ascii_lowercase();
        let weight: f32 = parts.find_map(|part| part.strip_prefix("q=")).map_or(1.0, |q| q.parse().unwrap_or(0.0));
        match tag.split('-').next().unwrap_or_default() {
            "vi" => vi = weight.max(vi),
            "en" => en = weight.max(en),
            _ => {}
        }
    }
    if en > vi { Lang::En } else { Lang::Vi }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heavier_language_wins_and_vietnamese_wins_a_tie() {
        for (header, lang) in [
            ("vi-VN,vi;q=0.9,en;q=0.8", Lang::Vi),
            ("en-GB,en;q=0.9,vi;q=0.8", Lang::En),
            ("en;q=0.5, vi;q=0.5", Lang::Vi),
            ("fr", Lang::Vi),
            ("fr, en;q=0.1", Lang::En),
            ("en;q=x", Lang::Vi),
            ("", Lang::Vi),
        ] {
            let headers = [(header::ACCEPT_LANGUAGE, header.parse().unwrap())].into_iter().collect();
            assert_eq!(of(&headers), lang, "{header}");
        }
    }
}
