//! Whoever asks, over HTTP.

use axum::{
    body::Bytes,
    http::{Request, StatusCode, Uri},
};
use chrono::{Datelike, Days};
use http_body_util::{BodyExt, Full};
use hyper_util::{
    client::legacy::{Client as Http, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde_json::{Value, json};
use tonghop::service::benchmark::PROVINCE;

use crate::{Outcome, country::Country};

/// A client with connections that stay open. It takes as little of the machine as it can: the server is measured.
pub(crate) struct Client {
    http: Http<HttpConnector, Full<Bytes>>,
    address: Uri,
    token: String,
    figures: Bytes,
    products: Bytes,
    past: Bytes,
}

/// What is asked for of the province and of each of its communes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// The counts per state and the rate.
    Figures,
    /// These, and the sums per product.
    Products,
    /// The counts and the rate as they stood thirty days ago. Of a past day nothing is kept.
    Past,
}

impl Client {
    pub(crate) fn new(address: &str, country: &Country, connections: usize) -> Outcome<Self> {
        let mut http = Http::builder(TokioExecutor::new());
        let http = http.pool_max_idle_per_host(connections).build_http();
        let address = format!("http://{address}/graphql").parse()?;
        let document = |on: &str, more: &str| {
            let query = query(country.today.year(), on, more);
            Bytes::from(json!({ "query": query }).to_string())
        };
        let figures = document("", "");
        let products = document("", "products { product target achieved pending }");
        let past = document(&format!(", on: \"{}\"", country.today - Days::new(30)), "");
        Ok(Self { http, address, token: country.token.clone(), figures, products, past })
    }

    /// Asks once and looks at the answer; gives its size in bytes.
    pub(crate) async fn check(&self, asked: Asked) -> Outcome<usize> {
        let text = self.send(&self.token, self.body(asked)).await?;
        let answer: Value = serde_json::from_slice(&text)?;
        let nodes = answer["data"]["unit"]["compliance"]["subordinates"]["nodes"].as_array();
        match nodes.map(Vec::len) {
            Some(100) => Ok(text.len()),
            _ => Err(format!("not the figures of 100 communes: {answer:.1000}").into()),
        }
    }

    /// Asks once.
    pub(crate) async fn ask(&self, asked: Asked) -> Outcome<()> {
        self.send(&self.token, self.body(asked)).await.map(drop)
    }

    fn body(&self, asked: Asked) -> Bytes {
        match asked {
            Asked::Figures => self.figures.clone(),
            Asked::Products => self.products.clone(),
            Asked::Past => self.past.clone(),
        }
    }

    /// Id and version of the report that waits longest for whoever holds `token`.
    pub(crate) async fn waiting(&self, token: &str) -> Outcome<(String, i32)> {
        let body = json!({ "query": "{ reviewInbox(first: 1) { nodes { id version } } }" }).to_string();
        let answer: Value = serde_json::from_slice(&self.send(token, Bytes::from(body)).await?)?;
        let report = &answer["data"]["reviewInbox"]["nodes"][0];
        let id = report["id"].as_str().ok_or_else(|| format!("no report waits: {answer:.1000}"))?;
        Ok((id.to_owned(), i32::try_from(report["version"].as_i64().unwrap_or_default())?))
    }

    async fn send(&self, token: &str, body: Bytes) -> Outcome<Bytes> {
        let request = Request::post(self.address.clone())
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json")
            .body(Full::new(body))?;
        let response = self.http.request(request).await?;
        if response.status() != StatusCode::OK {
            return Err(format!("the server answers {}", response.status()).into());
        }
        Ok(response.into_body().collect().await?.to_bytes())
    }
}

/// A province's year with its 100 communes one by one.
fn query(year: i32, on: &str, more: &str) -> String {
    format!(
        r#"{{ unit(by: {{code: {{code: "{PROVINCE}"}}}}) {{ compliance(from: "{year}-01-01", to: "{year}-12-31"{on}) {{
            on
            figures {{ ...parts }}
            subordinates(orderBy: {{field: RATE}}, first: 100) {{ nodes {{ unit {{ id name }} figures {{ ...parts }} }} }}
        }} }} }}
        fragment parts on Figures {{
            counts {{ met metLate missed awaitingReview atRisk onTrack notDue exempt }}
            rate {{ numerator denominator percent }}
            open {more}
        }}"#
    )
}
