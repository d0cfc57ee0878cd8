//! Measures what the README promises, and prints it as tables.
//!
//! An invented country (34 provinces, 3,321 communes, 20 quotas a month for each, up to 2,000,000 activity reports) is
//! made in SQLite and in PostgreSQL, always the same one. The year's figures of a province with its 100 communes one by
//! one are asked for over HTTP, from a server process on the same machine, and beside that in the same run straight
//! from the database, in the way in use and in the ways that were rejected.
//!
//! ```sh
//! tests/bench            # everything, on a PostgreSQL server of its own
//! tests/bench --quick    # one province and 20,000 reports: whether it works at all
//! ```

mod client;
mod country;
mod measure;
mod place;
mod server;
mod settings;
mod table;

use std::{
    error::Error,
    io::{self, Write},
    time::{Duration, Instant},
};

use mimalloc::MiMalloc;
use tokio::runtime::Builder;

use self::{
    client::Asked,
    country::Country,
    measure::{Load, measure},
    place::{Kind, Place},
    server::Server,
    settings::{Role, Settings},
    table::{Row, print_rows},
};
use tonghop::service::benchmark::Way;

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Whatever goes wrong ends the run and is told.
pub(crate) type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// How many ask at the same time.
const CONNECTIONS: usize = 16;

/// What takes longer alone is not asked for by many at once: they would wait until their time is up.
const LONGEST: Duration = Duration::from_millis(500);

fn main() -> Outcome<()> {
    match Settings::read()? {
        Role::Server(arguments) => Builder::new_multi_thread().enable_all().build()?.block_on(server::be(&arguments)),
        // One thread: whoever asks takes as little as can be from the server that is measured on the same cores.
        Role::Bench(settings) => Builder::new_current_thread().enable_all().build()?.block_on(bench(&settings)),
        Role::Nothing => Ok(()),
    }
}

async fn bench(settings: &Settings) -> Outcome<()> {
    say(format!("# Speed and size\n\n{}", table::machine()))?;
    for kind in settings.databases() {
        let loaded = units(settings, kind).await?;
        let place = Place::make(settings, kind).await?;
        say(format!("\n## {kind} ({})\n", place.version().await?))?;
        say(format!(
            "- units of the whole country loaded in {:.2} s (14,149 rows, 11,186 successions)",
            loaded.as_secs_f64()
        ))?;
        let mut country = Country::make(&place, settings.shape).await?;
        say(format!("- country made in {:.0} s: {}", country.took.as_secs_f64(), country.size()))?;
        let mut rows = Vec::new();
        for size in &settings.sizes {
            rows.push(at(settings, &place, &mut country, *size).await?);
        }
        country.close().await;
        place.remove().await?;
        print_rows(&rows)?;
    }
    Ok(())
}

/// How long it takes to load the whole country's real units into an empty database.
async fn units(settings: &Settings, kind: Kind) -> Outcome<Duration> {
    let place = Place::make(settings, kind).await?;
    let took = country::load_units(&place).await?;
    place.remove().await?;
    Ok(took)
}

/// Everything that is measured with so many reports.
async fn at(settings: &Settings, place: &Place, country: &mut Country, size: usize) -> Outcome<Row> {
    let begun = Instant::now();
    country.grow(size).await?;
    place.settle().await?;
    say(format!("- {size} reports after {:.0} s", begun.elapsed().as_secs_f64()))?;
    let server = Server::start(place).await?;
    let idle = server.resident()?;
    let client = client::Client::new(server.address(), country, CONNECTIONS)?;
    let answer = client.check(Asked::Figures).await?;
    client.check(Asked::Products).await?;
    client.check(Asked::Past).await?;
    let (short, long) = (settings.seconds / 2, settings.seconds);
    let api_alone = measure(Load { connections: 1, lasts: short }, || client.ask(Asked::Figures)).await?;
    let api = measure(Load { connections: CONNECTIONS, lasts: long }, || client.ask(Asked::Figures)).await?;
    let products_alone = measure(Load { connections: 1, lasts: short }, || client.ask(Asked::Products)).await?;
    let past_alone = measure(Load { connections: 1, lasts: short }, || client.ask(Asked::Past)).await?;
    let mut ways = Vec::new();
    for way in [Way::Tallies, Way::Obligations, Way::Contributions] {
        let alone = measure(Load { connections: 1, lasts: short }, || country.figures(way)).await?;
        let load = Load { connections: CONNECTIONS, lasts: short };
        let together = if alone.p50 < LONGEST { Some(measure(load, || country.figures(way)).await?) } else { None };
        ways.push((alone, together));
    }
    let touched = country.verify_one(&client).await?;
    let busy = server.resident()?;
    drop(server);
    let row =
        Row { place: place.kind, size, answer, idle, busy, api_alone, api, products_alone, past_alone, ways, touched };
    say(format!("  - {}", row.summary()))?;
    Ok(row)
}

/// Prints a line at once; a reader that went away is no fault.
pub(crate) fn say(line: impl std::fmt::Display) -> Outcome<()> {
    let mut out = io::stdout().lock();
    match writeln!(out, "{line}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
