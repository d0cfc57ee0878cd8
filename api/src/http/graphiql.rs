//! GraphiQL at `/graphiql`: a static page, compiled in, that asks nothing of any other host.

use axum::{
    Router,
    body::Bytes,
    http::{HeaderName, HeaderValue, header},
    routing::get,
};

/// What the page may load and where it may send: this host alone. Scripts come from files only. The one style that is
/// let through by its hash locks scrolling behind GraphiQL's dialogues; pictures and typefaces are inside its own style sheet.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; \
     style-src 'self' 'sha256-nzTgYzXYDNe6BAHiiI7NNlfK8n/auuOAhh2t92YvuXo='; \
     img-src data:; font-src data:; connect-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

/// A file that changes with this program: asked for every time.
const FRESH: &str = "no-cache";
/// A file whose address carries its version: never asked for again within a year.
const LASTING: &str = "public, max-age=31536000, immutable";

/// A file compiled into the program.
#[derive(Clone, Copy)]
struct Asset {
    path: &'static str,
    content_type: &'static str,
    cache: &'static str,
    body: &'static [u8],
}

/// An [`Asset`] at its path, read from the folder of the page's files.
macro_rules! asset {
    ($path:literal, $file:literal, $content_type:expr, $cache:expr) => {
        Asset {
            path: $path,
            content_type: $content_type,
            cache: $cache,
            body: include_bytes!(concat!("../../assets/graphiql/", $file)),
        }
    };
}

const ASSETS: [Asset; 7] = [
    asset!("/graphiql", "index.html", HTML, FRESH),
    asset!("/graphiql/app.js", "app.js", SCRIPT, FRESH),
    asset!("/graphiql/app.css", "app.css", STYLE, FRESH),
    asset!("/graphiql/graphiql.min.js", "graphiql.min.js", SCRIPT, LASTING),
    asset!("/graphiql/graphiql.min.css", "graphiql.min.css", STYLE, LASTING),
    asset!("/graphiql/react.production.min.js", "react.production.min.js", SCRIPT, LASTING),
    asset!("/graphiql/react-dom.production.min.js", "react-dom.production.min.js", SCRIPT, LASTING),
];

/// The page and the files it loads. It calls `/graphql` beside it, with the token it finds in its address' fragment
/// (`/graphiql#token=…`, which a browser sends to no server) or is given by hand.
pub(super) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    ASSETS.into_iter().fold(Router::new(), |router, asset| {
        router.route(asset.path, get(async move || (headers(asset), Bytes::from_static(asset.body))))
    })
}

fn headers(asset: Asset) -> [(HeaderName, HeaderValue); 5] {
    [
        (header::CONTENT_TYPE, asset.content_type),
        (header::CACHE_CONTROL, asset.cache),
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ]
    .map(|(name, value)| (name, HeaderValue::from_static(value)))
}

#[cfg(test)]
mod tests {
    use super::{ASSETS, Asset, CONTENT_SECURITY_POLICY, FRESH, LASTING};

    const PAGE: &str = include_str!("../../assets/graphiql/index.html");

    /// The addresses the page loads from, with their versions.
    fn loaded() -> Vec<&'static str> {
        let after = |name: &str| PAGE.split(name).skip(1).filter_map(|rest| rest.split('"').next()).collect::<Vec<_>>();
        let links = after(" href=\"").into_iter().filter(|address| *address != "data:,");
        links.chain(after(" src=\"")).collect()
    }

    fn served(address: &str) -> Option<Asset> {
        let path = address.split('?').next()?;
        ASSETS.into_iter().find(|asset| asset.path.strip_prefix('/') == Some(path))
    }

    #[test]
    fn what_the_page_loads_is_served_beside_it_and_nothing_else_is() {
        assert!(loaded().iter().all(|address| served(address).is_some()), "{:?}", loaded());
        assert_eq!(loaded().len() + 1, ASSETS.len());
    }

    #[test]
    fn a_file_is_kept_by_browsers_only_when_its_address_carries_its_version() {
        for address in loaded() {
            let cache = if address.contains("?v=") { LASTING } else { FRESH };
            assert_eq!(served(address).map(|asset| asset.cache), Some(cache), "{address}");
        }
    }

    #[test]
    fn the_page_has_no_script_or_style_of_its_own_which_the_policy_would_stop() {
        let opened = PAGE.matches("<script").count();
        assert_eq!(opened, PAGE.matches("<script src=").count());
        assert!(!PAGE.contains("<style") && !PAGE.contains("style=") && !PAGE.contains(" on"), "{PAGE}");
    }

    #[test]
    fn the_policy_names_no_other_host_and_lets_no_script_in_by_the_way() {
        for word in ["http", "*", "unsafe-inline", "unsafe-eval"] {
            assert!(!CONTENT_SECURITY_POLICY.contains(word), "{word}");
        }
    }
}
