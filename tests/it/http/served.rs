//! A server as its clients meet it: connections that take their time, and an end in order.

use std::time::{Duration, Instant};

use domain::authz::Role;
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
    time::timeout,
};
use tonghop::http::{self, Running, Settings};

use crate::support::{
    app::App,
    database::{Behind, Database, db_test},
    world::{BEFORE, OLD},
};

/// A server on a port of its own.
struct Server {
    address: String,
    stop: Running,
    serving: JoinHandle<()>,
}

impl Server {
    async fn start(app: &App) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, stop) = (listener.local_addr().unwrap().to_string(), Running::default());
        let (state, stopped) = (app.state(), stop.clone());
        let serving = tokio::spawn(http::serve(listener, state, async move { stopped.ending().await }));
        Self { address, stop, serving }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).await.unwrap()
    }

    /// Sends text and reads all that comes back.
    async fn send(&self, text: &str) -> String {
        let mut stream = self.connect().await;
        stream.write_all(text.as_bytes()).await.unwrap();
        all(&mut stream).await
    }

    async fn get(&self, path: &str) -> String {
        self.send(&format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")).await
    }
}

/// All that comes until the other side closes.
async fn all(stream: &mut TcpStream) -> String {
    let mut read = Vec::new();
    timeout(Duration::from_secs(20), stream.read_to_end(&mut read)).await.expect("it is still open").unwrap();
    String::from_utf8(read).unwrap()
}

/// A POST with a body, of which so much is said.
fn post(headers: &str, length: usize, body: &str) -> String {
    format!(
        "POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n{headers}\
         content-length: {length}\r\n\r\n{body}"
    )
}

fn impatient() -> Settings {
    Settings { head_within: Duration::from_secs(1), body_within: Duration::from_secs(1), ..Settings::default() }
}

db_test!(whoever_sends_too_slowly_is_not_waited_for);
async fn whoever_sends_too_slowly_is_not_waited_for(database: Database) {
    let app = App::set(database, BEFORE, impatient()).await;
    let server = Server::start(&app).await;
    for begun in ["", "POST /graphql HTTP/1.1\r\nhost: x\r\n"] {
        let started = Instant::now();
        assert_eq!(server.send(begun).await, "", "{begun}");
        assert!(started.elapsed() < Duration::from_secs(5), "{begun}: {:?}", started.elapsed());
    }
    let answer = server.send(&post("", 100, "{\"query\"")).await;
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("\"code\":\"BUSY\""), "{answer}");
}

db_test!(whoever_sends_too_much_still_reads_why_it_is_refused);
async fn whoever_sends_too_much_still_reads_why_it_is_refused(database: Database) {
    let app = App::start(database, BEFORE).await;
    let server = Server::start(&app).await;
    let large = " ".repeat(8 << 20);
    let chunked = format!(
        "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n\
         {:x}\r\n{large}\r\n0\r\n\r\n",
        large.len()
    );
    // One that asks first is told before it sends.
    let asks = post("expect: 100-continue\r\n", large.len(), "");
    for request in [post("", large.len(), &large), chunked, asks] {
        let answer = server.send(&request).await;
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
        assert!(answer.contains("\"code\":\"LIMIT_EXCEEDED\"") && answer.ends_with('}'), "{answer}");
    }
}

db_test!(a_connection_serves_one_request_after_the_other);
async fn a_connection_serves_one_request_after_the_other(database: Database) {
    let app = App::start(database, BEFORE).await;
    let server = Server::start(&app).await;
    let body = "{\"query\":\"{ __typename }\"}";
    let kept = post("", body.len(), body).replace("connection: close\r\n", "");
    let answers = server.send(&format!("{kept}{}", post("", body.len(), body))).await;
    assert_eq!(answers.matches("{\"data\":{\"__typename\":\"Query\"}").count(), 2, "{answers}");
}

db_test!(whoever_does_not_read_his_answers_is_given_up);
async fn whoever_does_not_read_his_answers_is_given_up(database: Database) {
    let settings = Settings { unread_within: Duration::from_secs(1), ..Settings::default() };
    let app = App::set(database, BEFORE, settings).await;
    let server = Server::start(&app).await;
    let body = "{\"query\":\"{ __schema { types { name description fields { name description } } } }\"}";
    let kept = post("", body.len(), body).replace("connection: close\r\n", "");
    let mut stream = server.connect().await;
    let begun = Instant::now();
    // More than the system keeps for both sides; then nothing is taken any more until the server has given up.
    while timeout(Duration::from_secs(4), stream.write_all(kept.as_bytes())).await.is_ok_and(|sent| sent.is_ok()) {
        assert!(begun.elapsed() < Duration::from_mins(1), "it still reads");
    }
    let mut rest = Vec::new();
    let ended = timeout(Duration::from_secs(5), stream.read_to_end(&mut rest)).await.expect("it is still open");
    assert!(ended.is_err() || !rest.ends_with(b"}"), "all was answered");
}

/// A mutation that waits for somebody else's write, and what it waits for.
async fn waiting(app: &App, behind: &mut Behind) -> String {
    let leader = app.user("leader", &[(Role::Approver, "525", OLD)]).await;
    let input = json!({ "issuer": leader.unit("525", OLD).await, "content": { "year": 2025, "title": "Một" } });
    let document = "mutation($input: CreatePlanInput!) { createPlan(input: $input) { plan { title } } }";
    let body = json!({ "query": document, "variables": { "input": input } }).to_string();
    behind
        .run(match behind {
            Behind::Sqlite(_) => "BEGIN IMMEDIATE",
            Behind::Postgres(_) => "BEGIN; LOCK TABLE plan IN ACCESS EXCLUSIVE MODE",
        })
        .await;
    post(&format!("authorization: Bearer {}\r\n", leader.token()), body.len(), &body)
}

db_test!(an_end_waits_for_what_is_in_work_and_lets_nobody_in);
async fn an_end_waits_for_what_is_in_work_and_lets_nobody_in(database: Database) {
    let mut behind = Behind::of(&database).await;
    let app = App::start(database, BEFORE).await;
    let server = Server::start(&app).await;
    let request = waiting(&app, &mut behind).await;
    let mut in_work = server.connect().await;
    in_work.write_all(request.as_bytes()).await.unwrap();
    // Once this is answered, what came before it is in work.
    assert!(server.get("/readyz").await.starts_with("HTTP/1.1 200 "));
    server.stop.end();
    // The server is told in a task of its own.
    let begun = Instant::now();
    while !server.get("/readyz").await.starts_with("HTTP/1.1 503 ") {
        assert!(begun.elapsed() < Duration::from_secs(5), "it is still ready");
    }
    let body = "{\"query\":\"{ __typename }\"}";
    let refused = server.send(&post("", body.len(), body)).await;
    assert!(refused.starts_with("HTTP/1.1 503 ") && refused.contains("retry-after: 1\r\n"), "{refused}");
    assert!(refused.contains("\"code\":\"BUSY\""), "{refused}");
    behind.run("COMMIT").await;
    let answer = all(&mut in_work).await;
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("\"title\":\"Một\""), "{answer}");
    timeout(Duration::from_secs(5), server.serving).await.expect("it does not end").unwrap();
    assert!(TcpStream::connect(&server.address).await.is_err());
    behind.close().await;
}

db_test!(an_end_does_not_wait_for_ever);
async fn an_end_does_not_wait_for_ever(database: Database) {
    let mut behind = Behind::of(&database).await;
    let app = App::set(database, BEFORE, Settings { end_within: Duration::from_secs(1), ..Settings::default() }).await;
    let server = Server::start(&app).await;
    let request = waiting(&app, &mut behind).await;
    let (mut in_work, mut idle) = (server.connect().await, server.connect().await);
    in_work.write_all(request.as_bytes()).await.unwrap();
    // Once this is answered, what came before it is in work.
    assert!(server.get("/readyz").await.starts_with("HTTP/1.1 200 "));
    let begun = Instant::now();
    server.stop.end();
    timeout(Duration::from_secs(5), server.serving).await.expect("it does not end").unwrap();
    assert!(begun.elapsed() >= Duration::from_secs(1), "{:?}", begun.elapsed());
    for stream in [&mut in_work, &mut idle] {
        assert_eq!(all(stream).await, "");
    }
    behind.run("ROLLBACK").await;
    behind.close().await;
}
