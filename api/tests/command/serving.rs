//! The program as a server: what it says when it starts, and what it answers over HTTP.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};

use crate::{UNITS, db_test, place::Place};

/// A running server, killed when it is dropped.
struct Server {
    process: Child,
    address: String,
    /// What it said until it was ready.
    said: String,
    // Held, so that whatever else it says has somewhere to go.
    _output: Box<dyn BufRead>,
}

impl Server {
    /// Starts `serve`, which logs its address.
    fn serve(mut program: Command) -> Self {
        let mut process = program.stderr(Stdio::piped()).spawn().unwrap();
        let output = BufReader::new(process.stderr.take().unwrap());
        Self::ready(process, Box::new(output), |line| Some(line.split_once("serving address=")?.1.to_owned()))
    }

    /// Starts `demo`, which prints the address of the GraphiQL page last.
    fn demo(place: &Place) -> Self {
        let mut program = place.program(&["demo", "--listen", "127.0.0.1:0"]);
        let mut process = program.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let output = BufReader::new(process.stdout.take().unwrap());
        Self::ready(process, Box::new(output), |line| {
            Some(line.trim().strip_prefix("http://")?.split_once('/')?.0.to_owned())
        })
    }

    fn ready(process: Child, mut output: Box<dyn BufRead>, address: impl Fn(&str) -> Option<String>) -> Self {
        let mut said = String::new();
        loop {
            let begun = said.len();
            assert_ne!(output.read_line(&mut said).unwrap(), 0, "it ended: {said}");
            if let Some(address) = address(said[begun..].trim_end()) {
                return Self { process, address, said, _output: output };
            }
        }
    }

    /// Sends a request; gives status and body.
    fn send(&self, request: &str, token: Option<&str>, body: &str) -> (u16, String) {
        self.exchange(request, "application/json", token, body)
    }

    fn exchange(&self, request: &str, kind: &str, token: Option<&str>, body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let token = token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
        let length = body.len();
        write!(
            stream,
            "{request} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {kind}\r\n\
             {token}Content-Length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    /// Sends a form; gives status and body.
    fn form(&self, path: &str, form: &str) -> (u16, String) {
        self.exchange(&format!("POST {path}"), "application/x-www-form-urlencoded", None, form)
    }

    /// Runs a document; gives the status, the code of the first error, and the data.
    fn ask(&self, token: Option<&str>, document: &str) -> (u16, Value, Value) {
        let (status, body) = self.send("POST /graphql", token, &json!({ "query": document }).to_string());
        let body: Value = serde_json::from_str(&body).unwrap();
        (status, body["errors"][0]["extensions"]["code"].clone(), body["data"].clone())
    }

    /// Asks it to stop, which it does in order.
    fn stop(mut self) {
        assert!(Command::new("kill").arg(self.process.id().to_string()).status().unwrap().success());
        assert!(self.process.wait().unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

db_test!(a_server_answers_whoever_has_a_token_and_stops_in_order);
fn a_server_answers_whoever_has_a_token_and_stops_in_order(place: &Place) {
    place.well(&["migrate"]);
    place.well(&UNITS);
    place.well(&["user", "add", "lan", "--display-name", "Nguyễn Thị Lan"]);
    let token = place.well(&["token", "--user", "lan"]);
    let token = Some(token.trim_end());
    let server = Server::serve(place.program(&["serve", "--listen", "127.0.0.1:0"]));
    assert_eq!(server.send("GET /healthz", None, ""), (200, "ok\n".to_owned()));
    assert_eq!(server.send("GET /schema.graphql", None, "").1.trim_end(), place.well(&["schema"]).trim_end());
    assert_eq!(server.send("GET /graphiql", None, "").0, 404, "only where it is asked for");

    let viewer = "{ viewer { user { displayName } grants { nodes { role } } } }";
    let of = |roles: &[&str]| {
        let grants: Vec<Value> = roles.iter().map(|role| json!({ "role": role })).collect();
        json!({ "viewer": { "user": { "displayName": "Nguyễn Thị Lan" }, "grants": { "nodes": grants } } })
    };
    assert_eq!(server.ask(token, viewer), (200, Value::Null, of(&[])));
    // What the command line gives is there at the next request: by a code of a day, and by an id.
    place.well(&["grant", "add", "lan", "VIEWER", "20", "--on", "2025-06-30"]);
    let unit = "{ unit(by: {code: {code: \"10\", on: \"2025-07-01\"}}) { id } }";
    let (_, _, data) = server.ask(token, unit);
    place.well(&["grant", "add", "lan", "REPORTER", data["unit"]["id"].as_str().unwrap(), "--from", "2025-07-01"]);
    place.well(&["grant", "add", "lan", "AUDITOR", "VN", "--to", "2025-07-01"]);
    assert_eq!(server.ask(token, viewer), (200, Value::Null, of(&["VIEWER", "REPORTER"])), "not what has ended");

    let spoilt = token.map(|token| token.replace('.', ".x"));
    assert_eq!(server.ask(spoilt.as_deref(), viewer), (401, json!("UNAUTHENTICATED"), Value::Null));
    let (status, code, _) = server.ask(None, unit);
    assert_eq!((status, code), (200, json!("UNAUTHENTICATED")));
    let (status, body) = server.send("POST /graphql", token, "{");
    assert!(status == 400 && body.contains("BAD_USER_INPUT"), "{status} {body}");
    let line = place.refused(&["serve", "--listen", &server.address]);
    assert!(line.starts_with(&format!("tonghop: cannot listen on {}: ", server.address)), "{line}");
    server.stop();

    // The environment says the same as flags, and what was signed before stays good.
    let mut program = place.program(&["serve"]);
    program.env("LISTEN", "127.0.0.1:0").env("GRAPHIQL", "1").env("CONNECTIONS", "2");
    let server = Server::serve(program);
    assert_eq!(server.send("GET /graphiql", None, "").0, 200);
    assert_eq!(server.ask(token, viewer).0, 200);
    server.stop();
}

/// The tokens that a demonstration prints, by the official's name.
fn tokens(said: &str) -> BTreeMap<&str, &str> {
    let lines: Vec<&str> = said.lines().collect();
    let officials = lines.windows(3).filter(|lines| lines[2].starts_with("  ey"));
    officials.map(|lines| (lines[0].split_once(" – ").unwrap().0, lines[2].trim())).collect()
}

/// The queries that it prints, each with the official's name.
fn queries(said: &str) -> Vec<(&str, &str)> {
    let printed = said.split("\n# ").skip(1).map(|text| {
        let (title, query) = text.split_once(")\n").unwrap();
        (title.rsplit_once("(as ").unwrap().1, query.split("\nGraphiQL, signed in").next().unwrap())
    });
    printed.collect()
}

db_test!(a_demonstration_prints_how_to_look_at_it_and_goes_on_where_it_was);
fn a_demonstration_prints_how_to_look_at_it_and_goes_on_where_it_was(place: &Place) {
    let first = Server::demo(place);
    let folder = place.path().join("tonghop-demo").canonicalize().unwrap();
    assert!(first.said.starts_with(&format!("Demonstration in {}\n", folder.display())), "{}", first.said);
    assert_eq!(folder.join("tonghop.db").exists(), place.is_sqlite());
    for step in ["14149 rows of the country's units", "5 real plans", "a sample plan of this year", "reports"] {
        assert!(first.said.contains(step), "{step}: {}", first.said);
    }
    let all = "{ obligations { totalCount } activityReports { totalCount } plans { totalCount } }";
    let officials = tokens(&first.said);
    assert_eq!(officials.len(), 5, "{}", first.said);
    let auditor = officials["minhhoa.kiemtoan"];
    let (_, _, found) = first.ask(Some(auditor), all);
    assert_eq!(found["plans"]["totalCount"], 6);

    let queries = queries(&first.said);
    assert_eq!(queries.len(), 3, "{}", first.said);
    for (official, query) in queries {
        let (status, code, _) = first.ask(Some(officials[official]), query);
        assert_eq!((status, code), (200, Value::Null), "{query}");
    }
    let page = format!("  http://{}/graphiql#token={}\n", first.address, officials["minhhoa.tinh"]);
    assert!(first.said.ends_with(&page), "{}", first.said);
    assert_eq!(first.send("GET /graphiql", None, "").0, 200);

    let auditor = auditor.to_owned();
    first.stop();
    let second = Server::demo(place);
    assert!(!second.said.contains("rows of"), "{}", second.said);
    assert_eq!(tokens(&second.said).len(), 5);
    assert_eq!(second.ask(Some(&auditor), all).2, found);
    second.stop();

    // Whoever has seen it start has tokens of its key: no other database is served with it.
    let mut migrate = place.program(&["migrate", "--database-url", "sqlite:other.db"]);
    assert!(migrate.env_remove("OWNER_DATABASE_URL").status().unwrap().success());
    let key = "tonghop-demo/signing-key.pem";
    for arguments in [&["--signing-key", key][..], &["--accepted-key", key]] {
        let serve =
            [&["serve", "--database-url", "sqlite:other.db", "--listen", "127.0.0.1:0"][..], arguments].concat();
        let line = place.refused(&serve);
        assert!(line.starts_with("tonghop: the signing key is a demonstration's"), "{line}");
    }
}

db_test!(people_and_programs_sign_in_at_the_server_itself);
fn people_and_programs_sign_in_at_the_server_itself(place: &Place) {
    place.well(&["migrate"]);
    place.well(&UNITS);
    let told = place.well(&["client", "add", "Cổng dịch vụ công", "10", "READ"]);
    let (client, secret) = told.trim_end().split_once('\n').unwrap();
    place.well(&["user", "add", "lan", "--unit", "10"]);
    let give = |password: &str| {
        let mut program = place.program(&["user", "password", "lan"]);
        let mut process = program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        writeln!(process.stdin.take().unwrap(), "{password}").unwrap();
        process.wait_with_output().unwrap()
    };
    let refused = String::from_utf8(give("ngắn").stderr).unwrap();
    assert!(refused.starts_with("tonghop: BAD_USER_INPUT password.too_short: "), "{refused}");
    assert!(give("mot mat khau that dai").status.success());
    let server = Server::serve(place.program(&["serve", "--listen", "127.0.0.1:0"]));
    let token = |form: &str| {
        let (status, body) = server.form("/oauth/token", form);
        assert_eq!(status, 200, "{body}");
        serde_json::from_str::<Value>(&body).unwrap()["access_token"].as_str().unwrap().to_owned()
    };
    let lan = token("grant_type=password&username=lan&password=mot+mat+khau+that+dai");
    let program = token(&format!("grant_type=client_credentials&client_id={client}&client_secret={secret}"));
    let who = "{ viewer { user { name } serviceClient { id } } }";
    let me = |user: Value, client: Value| json!({ "viewer": { "user": user, "serviceClient": client } });
    assert_eq!(server.ask(Some(&lan), who).2, me(json!({ "name": "lan" }), Value::Null));
    assert_eq!(server.ask(Some(&program), who).2, me(Value::Null, json!({ "id": client })));
    // Another password ends what he signed in with before.
    assert!(give("mot mat khau khac han").status.success());
    assert_eq!(server.ask(Some(&lan), who).1, json!("UNAUTHENTICATED"));
    server.stop();
}
