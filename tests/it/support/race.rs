//! Requests sent at the same time.

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::app::Client;

/// One of the requests: who sends which mutation with which input.
pub(crate) type Racer<'a> = (&'a Client<'a>, String, Value);

/// The number of successes and the codes of the errors of many requests sent at the same time.
pub(crate) async fn race(requests: Vec<Racer<'_>>) -> (usize, Vec<String>) {
    let sent = requests.iter().map(|(client, document, input)| client.send(document, json!({ "input": input })));
    let answers = join_all(sent).await;
    let code = |body: &Value| body["errors"][0]["extensions"]["code"].as_str().map(ToOwned::to_owned);
    let codes: Vec<String> = answers.iter().filter_map(|(_, body)| code(body)).collect();
    (answers.len() - codes.len(), codes)
}
