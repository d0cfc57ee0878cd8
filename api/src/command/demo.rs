//! `demo`.

use std::{fs, net::SocketAddr, path::Path, sync::Arc, time::Instant};

use chrono::{Datelike, TimeDelta};
use tokio::net::TcpListener;

use super::{CommandError, print, serve::listen, system};
use crate::{
    AppState, Graphiql,
    auth::{Auth, Bearer, Provenance, SigningKey, Tokens},
    clock::Sources,
    config::{self, Demo},
    graphql,
    http::{Running, Settings},
    limit::{Allowances, Buckets, Proxies},
    service::{
        demo::{self, Progress},
        sign_in::Issuer,
    },
    store::{self, Store},
};

/// For how long a token that is printed is good.
const LIFE: TimeDelta = TimeDelta::days(7);

/// What to ask first: a title, the name of the official it is for, and the document, in which `YEAR` is the year.
pub const QUERIES: [(&str, &str, &str); 3] = [
    ("The province's dashboard this year", "minhhoa.tinh", include_str!("../../assets/demo/dashboard.graphql")),
    ("What my unit owes now", "minhhoa.xa", include_str!("../../assets/demo/owes.graphql")),
    ("The reviewer's inbox", "minhhoa.tinh", include_str!("../../assets/demo/inbox.graphql")),
];

/// Makes the demonstration if it is not there yet, prints how to look at it, and serves it.
pub(super) async fn run(demo: Demo) -> Result<(), CommandError> {
    refuse_public(demo.listen)?;
    fs::create_dir_all(&demo.folder)
        .map_err(CommandError::io(format!("cannot make the folder {}", demo.folder.display())))?;
    let folder = fs::canonicalize(&demo.folder)
        .map_err(CommandError::io(format!("cannot use the folder {}", demo.folder.display())))?;
    let url = demo.database_url.clone().unwrap_or_else(|| sqlite(&folder));
    // Before anything is loaded: an address in use is known at once.
    let listener =
        TcpListener::bind(demo.listen).await.map_err(CommandError::io(format!("cannot listen on {}", demo.listen)))?;
    let address = listener.local_addr().map_err(CommandError::io("cannot listen"))?;
    store::migrate(&url, demo.owner.owner_database_url.as_deref()).await?;
    print(format!("Demonstration in {}", folder.display()))?;
    let settings = Settings::default();
    let store = Store::connect_for(&url, config::connections(), settings.deadline).await?;
    let session = system(&store, "the demonstration");
    let begun = Instant::now();
    demo::prepare(&session, &|progress| tell(progress, begun)).await?;
    let key = SigningKey::load_or_make(&folder.join("signing-key.pem"), Provenance::Demonstration)?;
    let tokens = Tokens::new(&key, &[]);
    welcome(&session, &tokens, address).await?;
    session.end_reading().await?;
    drop(session);
    let state = AppState {
        store,
        sources: Sources::system(),
        schema: graphql::schema(),
        limits: graphql::Limits::default(),
        documents: Arc::default(),
        buckets: Arc::new(Buckets::new(Allowances::default())),
        proxies: Proxies::default(),
        auth: Arc::new(Auth::new(tokens, None)),
        issuer: Issuer::default(),
        graphiql: Graphiql::On,
        settings,
        running: Running::default(),
    };
    listen(listener, state).await
}

/// Tokens are printed, so nobody but this machine may reach what they open.
fn refuse_public(address: SocketAddr) -> Result<(), CommandError> {
    if address.ip().is_loopback() {
        return Ok(());
    }
    Err(CommandError::Refused(format!(
        "{address} is a public address; the demonstration prints its tokens and listens on this machine alone \
         (127.0.0.1 or [::1])"
    )))
}

/// The address of the database in the folder; what would end the path in an address is escaped.
fn sqlite(folder: &Path) -> String {
    let path = folder.join("tonghop.db").display().to_string();
    format!("sqlite:{}", path.replace('%', "%25").replace('?', "%3F").replace('#', "%23"))
}

/// One line per step. A reader that went away stops nothing.
fn tell(progress: Progress, begun: Instant) {
    let what = match progress {
        Progress::Units(done) => {
            format!("{} rows of the country's units, {} successions", done.rows, done.successions)
        }
        Progress::Plans { plans, obligations } => format!("{plans} real plans, {obligations} obligations"),
        Progress::Sample { obligations } => format!("a sample plan of this year, {obligations} obligations"),
        Progress::Activity { reports } => format!("{reports} demonstration reports"),
    };
    let _: Result<(), CommandError> = print(format!("  {:5.1} s  {what}", begun.elapsed().as_secs_f64()));
}

/// Prints where to go and whom to be.
async fn welcome(session: &crate::session::Session, tokens: &Tokens, address: SocketAddr) -> Result<(), CommandError> {
    let officials = demo::officials(session).await?;
    let now = Sources::system().now();
    let mut reviewer = None;
    print("\nOfficials to sign in as. The data about activity is invented and says so: [Minh họa].")?;
    for (official, user) in officials {
        let token = tokens.sign(Bearer::User(user), now, LIFE)?;
        print(format!("\n{} – {}\n  {}\n  {token}", official.name, official.display_name, official.about))?;
        if official.name == QUERIES[0].1 {
            reviewer = Some(token);
        }
    }
    for (title, official, query) in QUERIES {
        let query = query.replace("YEAR", &session.today().year().to_string());
        print(format!("\n# {title} (as {official})\n{}", query.trim_end()))?;
    }
    print(format!(
        "\nGraphiQL, signed in as {}:\n  http://{address}/graphiql#token={}\n\nCtrl-C stops it; the same command goes on \
         with the same data.",
        QUERIES[0].1,
        reviewer.unwrap_or_default()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_may_reach_a_demonstration() {
        for address in ["127.0.0.1:8080", "127.8.0.1:1", "[::1]:8080"] {
            assert!(refuse_public(address.parse().unwrap()).is_ok(), "{address}");
        }
        for address in ["0.0.0.0:8080", "192.168.1.2:80", "[::]:8080", "[2001:db8::1]:80"] {
            assert!(refuse_public(address.parse().unwrap()).is_err(), "{address}");
        }
    }
}
