//! Whoever asks, over HTTP.

use reqwest::Client as Http;
use serde_json::{Value, json};
use tonghop::service::benchmark::PROVINCE;

use crate::{Outcome, country::Country};

/// A client with connections that stay open.
pub(crate) struct Client {
    http: Http,
    address: String,
    token: String,
    body: String,
}

impl Client {
    pub(crate) fn new(address: &str, country: &Country, connections: usize) -> Outcome<Self> {
        let http = Http::builder().pool_max_idle_per_host(connections).no_proxy().build()?;
        let year = country.year;
        let query = format!(
            r#"{{ unit(by: {{code: {{code: "{PROVINCE}"}}}}) {{ compliance(from: "{year}-01-01", to: "{year}-12-31") {{
                on position
                figures {{ ...parts }}
                subordinates(orderBy: {{field: RATE}}, first: 100) {{ nodes {{ unit {{ id name }} figures {{ ...parts }} }} }}
            }} }} }}
            fragment parts on Figures {{
                counts {{ met metLate missed awaitingReview atRisk onTrack notDue exempt }}
                rate {{ numerator denominator percent }}
                open
            }}"#
        );
        let body = json!({ "query": query }).to_string();
        Ok(Self { http, address: format!("http://{address}/graphql"), token: country.token.clone(), body })
    }

    /// Asks once and looks at the answer; gives its size in bytes.
    pub(crate) async fn check(&self) -> Outcome<usize> {
        let text = self.send(&self.token, self.body.clone()).await?;
        let answer: Value = serde_json::from_slice(&text)?;
        let nodes = answer["data"]["unit"]["compliance"]["subordinates"]["nodes"].as_array();
        match nodes.map(Vec::len) {
            Some(100) => Ok(text.len()),
            _ => Err(format!("not the figures of 100 communes: {answer:.1000}").into()),
        }
    }

    /// Asks once.
    pub(crate) async fn ask(&self) -> Outcome<()> {
        self.send(&self.token, self.body.clone()).await.map(drop)
    }

    /// Id and version of the report that waits longest for whoever holds `token`.
    pub(crate) async fn waiting(&self, token: &str) -> Outcome<(String, i32)> {
        let body = json!({ "query": "{ reviewInbox(first: 1) { nodes { id version } } }" }).to_string();
        let answer: Value = serde_json::from_slice(&self.send(token, body).await?)?;
        let report = &answer["data"]["reviewInbox"]["nodes"][0];
        let id = report["id"].as_str().ok_or_else(|| format!("no report waits: {answer:.1000}"))?;
        Ok((id.to_owned(), i32::try_from(report["version"].as_i64().unwrap_or_default())?))
    }

    async fn send(&self, token: &str, body: String) -> Outcome<Vec<u8>> {
        let request = self.http.post(&self.address).bearer_auth(token).header("content-type", "application/json");
        let response = request.body(body).send().await?.error_for_status()?;
        Ok(response.bytes().await?.to_vec())
    }
}
