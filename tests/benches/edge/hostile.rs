//! How long a document holds the server up that nobody should send.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use domain::refusal::Lang;
use serde_json::json;
use tests::hostile::{Hostile, documents};
use tonghop::{
    clock::Sources,
    graphql::{self, ApiSchema, Audience, Limits},
    session::{Caller, Request, Session},
    store::{self, Store},
};

use crate::{
    Outcome, say,
    time::{Times, milliseconds},
};

/// How often each is sent.
const TIMES: usize = 200;
/// What nobody should be held up by longer.
const MOST: Duration = Duration::from_millis(10);

/// Judges each document, and has the library judge what is let through, from the bytes of its request on.
pub(crate) async fn measure() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite:{}", folder.path().join("edge.db").display());
    store::migrate(&url, None).await?;
    let (store, schema) = (Store::connect(&url, 1).await?, graphql::schema());
    say(format!("## Hostile documents\n\n{TIMES} times each, from the body of the request to the answer.\n"))?;
    say("| document | bytes of the request | code | p50 ms | p99 ms |\n| --- | --: | --- | --: | --: |")?;
    let mut slow = Vec::new();
    for hostile in documents() {
        let body = serde_json::to_vec(&json!({ "query": hostile.document, "variables": hostile.variables }))?;
        let mut all = Vec::with_capacity(TIMES);
        for _ in 0..TIMES {
            let begun = Instant::now();
            refuse(&body, &store, &schema).await?;
            all.push(begun.elapsed());
        }
        let Hostile { what, code, .. } = hostile;
        let times = Times::of(all);
        let (p50, p99) = (milliseconds(times.p50), milliseconds(times.p99));
        say(format!("| {what} | {} | `{code}` | {p50} | {p99} |", body.len()))?;
        if times.p99 > MOST {
            slow.push(what);
        }
    }
    store.close().await;
    if slow.is_empty() { Ok(()) } else { Err(format!("longer than {MOST:?}: {slow:?}").into()) }
}

async fn refuse(body: &[u8], store: &Store, schema: &ApiSchema) -> Outcome<()> {
    let audience = Audience { lang: Lang::Vi, request_id: "edge".to_owned() };
    let request = serde_json::from_slice(body)?;
    let errors = match graphql::prepare(request, &Limits::default(), &audience) {
        Err(refused) => refused.errors,
        Ok(prepared) => {
            let request = Request::default();
            let session = Arc::new(Session::new(store.clone(), Sources::system(), Caller::Anonymous, request));
            graphql::execute(schema, prepared, &session, audience).await.errors
        }
    };
    if errors.is_empty() { Err("it was answered".into()) } else { Ok(()) }
}
