//! The program as a client meets it.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Request as HttpRequest, Response as HttpResponse, StatusCode},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{authz::Role, calendar::Day, id::UserId};
use serde_json::{Value, json};
use tonghop::{
    AppState, Graphiql,
    auth::{Auth, Bearer, Remote, SigningKey, Tokens},
    clock::Sources,
    graphql::{self, Limits},
    http::{Running, Settings},
    limit::{Allowance, Allowances, Buckets, Cost, Proxies},
    persisted::Documents,
    router,
    service::{self, grant::GrantInput, sign_in::Issuer, verify::Verification},
    session::{Caller, Request, Session},
    store::Store,
};
use tower::ServiceExt;

use super::{
    clock::{CountingIds, TestClock},
    database::Database,
};

/// The running program over one test's database.
pub(crate) struct App {
    pub(crate) clock: TestClock,
    pub(crate) store: Store,
    sources: Sources,
    auth: Arc<Auth>,
    router: Router,
    state: AppState,
    // Last, so that the database outlives the connections to it.
    _database: Database,
}

/// How the program is started.
struct Way {
    settings: Settings,
    limits: Limits,
    allowances: Allowances,
    issuer: Issuer,
    remote: Option<Arc<Remote>>,
}

impl Default for Way {
    /// As it comes, but that nothing costs too much.
    fn default() -> Self {
        let plenty = Allowance { most: Cost(2_000_000_000), per_second: Cost(1) };
        Self {
            settings: Settings::default(),
            limits: Limits { cost: Cost(1_000_000_000), ..Limits::default() },
            allowances: Allowances { principal: plenty, address: plenty, anonymous: plenty },
            issuer: Issuer::default(),
            remote: None,
        }
    }
}

impl App {
    /// Starts the program at an instant, where an operation may cost whatever it does: tests look at much at once.
    pub(crate) async fn start(database: Database, instant: &str) -> Self {
        Self::set(database, instant, Settings::default()).await
    }

    /// Starts the program at an instant, with other settings than its own.
    pub(crate) async fn set(database: Database, instant: &str, settings: Settings) -> Self {
        Self::make(database, instant, Way { settings, ..Way::default() }).await
    }

    /// Starts the program with an issuer of its own kind, and another one.
    pub(crate) async fn start_with(
        database: Database,
        instant: &str,
        issuer: Issuer,
        remote: Option<Arc<Remote>>,
    ) -> Self {
        Self::make(database, instant, Way { issuer, remote, ..Way::default() }).await
    }

    /// Starts the program with the limits for documents that it comes with.
    pub(crate) async fn start_within_limits(database: Database, instant: &str) -> Self {
        Self::start_with_allowances(database, instant, Allowances::default()).await
    }

    /// The same, with so much for each caller.
    pub(crate) async fn start_with_allowances(database: Database, instant: &str, allowances: Allowances) -> Self {
        Self::make(database, instant, Way { limits: Limits::default(), allowances, ..Way::default() }).await
    }

    async fn make(database: Database, instant: &str, way: Way) -> Self {
        let Way { settings, limits, allowances, issuer, remote } = way;
        let clock = TestClock::at(instant);
        let sources = Sources::new(clock.clone(), CountingIds::default());
        let store = Store::connect_for(&database.url(), 4, settings.deadline).await.unwrap();
        let auth = Arc::new(Auth::new(Tokens::new(&SigningKey::make().unwrap(), &[]), remote));
        let state = AppState {
            store: store.clone(),
            sources: sources.clone(),
            schema: graphql::schema(),
            limits,
            documents: Arc::default(),
            buckets: Arc::new(Buckets::new(allowances)),
            proxies: Proxies::new(vec!["10.0.0.0/8".parse().unwrap()]),
            auth: Arc::clone(&auth),
            issuer,
            graphiql: Graphiql::On,
            settings,
            running: Running::default(),
        };
        Self { clock, store, sources, auth, router: router(state.clone()), state, _database: database }
    }

    /// Serves with these documents from now on.
    pub(crate) fn know(&mut self, documents: Documents) {
        self.state.documents = Arc::new(documents);
        self.router = router(self.state.clone());
    }

    /// Sends any request.
    pub(crate) async fn call(&self, request: HttpRequest<Body>) -> HttpResponse<Bytes> {
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        HttpResponse::from_parts(parts, to_bytes(body, usize::MAX).await.unwrap())
    }

    /// What a server of its own would answer from.
    pub(crate) fn state(&self) -> AppState {
        self.state.clone()
    }

    /// Stops the program and starts it again on the same database, at an instant.
    pub(crate) async fn restarted(self, instant: &str) -> Self {
        let Self { store, _database: database, .. } = self;
        store.close().await;
        Self::start(database, instant).await
    }

    /// A session of the program itself, for what a test needs before it begins.
    pub(crate) fn system(&self) -> Session {
        Session::new(self.store.clone(), self.sources.clone(), Caller::System("a test's setting"), Request::default())
    }

    /// Every stored figure is what the reports and plans make it.
    pub(crate) async fn assert_sound(&self) {
        let mut verification = Verification::new(self.system());
        while let Some(differences) = verification.next().await.unwrap() {
            assert!(differences.is_empty(), "{differences:#?}");
        }
    }

    /// A user with grants, each a role, a unit's code and the day on which the code named it.
    pub(crate) async fn user(&self, name: &str, grants: &[(Role, &str, &str)]) -> Client<'_> {
        let user = service::user::add(&self.system(), name, None).await.unwrap();
        for (role, code, on) in grants {
            self.grant(name, *role, code, on).await;
        }
        self.client(user)
    }

    /// Gives a user a role on the unit that a code named on a day.
    pub(crate) async fn grant(&self, user: &str, role: Role, code: &str, on: &str) {
        let on: Day = on.parse().unwrap();
        let input = GrantInput { user, role, code, on: Some(on), from: None, to: None };
        service::grant::add(&self.system(), input).await.unwrap();
    }

    /// Gives a user a role until a day.
    pub(crate) async fn grant_until(&self, user: &str, role: Role, code: &str, on: &str, to: &str) {
        let (on, to): (Day, Day) = (on.parse().unwrap(), to.parse().unwrap());
        let input = GrantInput { user, role, code, on: Some(on), from: None, to: Some(to) };
        service::grant::add(&self.system(), input).await.unwrap();
    }

    /// The program as somebody signed in meets it.
    pub(crate) fn client(&self, user: UserId) -> Client<'_> {
        let life = TimeDelta::days(36_500);
        let token =
            self.auth.tokens().sign(Bearer::User(user), self.sources.now() - TimeDelta::days(3_650), life).unwrap();
        Client { app: self, token: Some(token) }
    }

    /// What time it is.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.sources.now()
    }

    /// The program as whoever has an access token meets it.
    pub(crate) fn bearer(&self, token: &str) -> Client<'_> {
        Client { app: self, token: Some(token.to_owned()) }
    }

    /// Sends a form from an address; gives status, headers and body.
    pub(crate) async fn form(&self, path: &str, from: &str, fields: &[(&str, &str)]) -> (StatusCode, HeaderMap, Value) {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        let address: SocketAddr = format!("{from}:40000").parse().unwrap();
        let request = HttpRequest::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept-language", "en")
            .extension(ConnectInfo(address))
            .body(Body::from(body.finish()))
            .unwrap();
        self.exchange(request).await
    }

    /// Sends a request; gives status, headers and body, null for none.
    pub(crate) async fn exchange(&self, request: HttpRequest<Body>) -> (StatusCode, HeaderMap, Value) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, headers, serde_json::from_slice(&bytes).unwrap_or_default())
    }

    /// The program as somebody meets it who is not signed in.
    pub(crate) fn anonymous(&self) -> Client<'_> {
        Client { app: self, token: None }
    }
}

/// Somebody who sends requests.
#[derive(Clone)]
pub(crate) struct Client<'a> {
    app: &'a App,
    token: Option<String>,
}

impl Client<'_> {
    /// Sends a document with variables; gives status and body, in English.
    pub(crate) async fn send(&self, document: &str, variables: Value) -> (StatusCode, Value) {
        self.send_in(Some("en"), document, variables).await
    }

    /// The same, accepting other languages.
    pub(crate) async fn send_in(
        &self,
        languages: Option<&str>,
        document: &str,
        variables: Value,
    ) -> (StatusCode, Value) {
        let mut request = HttpRequest::post("/graphql").header("content-type", "application/json");
        if let Some(languages) = languages {
            request = request.header("accept-language", languages);
        }
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let body = json!({ "query": document, "variables": variables }).to_string();
        let request = request.body(Body::from(body)).unwrap();
        let response = self.app.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap())
    }

    /// What he signs in with.
    pub(crate) fn token(&self) -> &str {
        self.token.as_deref().unwrap_or_default()
    }

    /// A POST of some JSON, by him.
    pub(crate) fn request(&self, body: &Value) -> HttpRequest<Body> {
        let mut request = HttpRequest::post("/graphql").header("content-type", "application/json");
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        request.body(Body::from(body.to_string())).unwrap()
    }

    /// Sends a document with the name of the operation to run; gives the body.
    pub(crate) async fn send_operation(&self, document: &str, operation: &str, variables: Value) -> Value {
        let body = json!({ "query": document, "operationName": operation, "variables": variables });
        serde_json::from_slice(self.app.call(self.request(&body)).await.body()).unwrap()
    }

    /// The data of a document that must succeed.
    pub(crate) async fn data(&self, document: &str, variables: Value) -> Value {
        let (status, mut body) = self.send(document, variables).await;
        assert_eq!(status, StatusCode::OK, "{body:#}");
        assert!(body.get("errors").is_none(), "{body:#}");
        body["data"].take()
    }

    /// The data of a query without variables that must succeed.
    pub(crate) async fn query(&self, document: &str) -> Value {
        self.data(document, json!({})).await
    }

    /// The code of the first error of a document that must fail, with the rule or the field after a blank, if any.
    pub(crate) async fn refusal(&self, document: &str, variables: Value) -> String {
        let (_, body) = self.send(document, variables).await;
        let extensions = &body["errors"][0]["extensions"];
        let code = extensions["code"].as_str().unwrap_or_else(|| panic!("no error: {body:#}"));
        let detail = extensions["rule"].as_str().or(extensions["field"].as_str());
        detail.map_or(code.to_owned(), |detail| format!("{code} {detail}"))
    }

    /// The ids of units by code and day.
    pub(crate) async fn unit(&self, code: &str, on: &str) -> String {
        let document = "query($code: String!, $on: Date!) { unit(by: {code: {code: $code, on: $on}}) { id } }";
        let data = self.data(document, json!({ "code": code, "on": on })).await;
        data["unit"]["id"].as_str().unwrap_or_else(|| panic!("no unit {code} on {on}")).to_owned()
    }
}
