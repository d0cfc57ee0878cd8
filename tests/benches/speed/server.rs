//! The server that is measured: `tonghop serve` in a process of its own.

use std::{
    fs,
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tokio::{net::TcpStream, time::sleep};
use tonghop::{command, config::Cli};

use crate::{Outcome, place::Place};

/// More than can be asked for.
const UNLIMITED: &str = "1000000000/1000000000";

/// A server process; it ends with this value.
pub(crate) struct Server {
    child: Child,
    address: String,
}

/// Is the server: this program started by itself with the arguments of `tonghop`.
pub(crate) async fn be(arguments: &[String]) -> Outcome<()> {
    let cli = <Cli as clap::Parser>::try_parse_from(arguments)?;
    command::run(cli).await?;
    Ok(())
}

impl Server {
    pub(crate) async fn start(place: &Place) -> Outcome<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let key = place.folder.path().join("key.pem");
        let child = Command::new(std::env::current_exe()?)
            .args(["--serve", "tonghop", "serve", "--listen", &address, "--database-url", &place.url])
            // One user asks for all of it.
            .args(["--rate-user", UNLIMITED, "--rate-address", UNLIMITED])
            .arg("--signing-key")
            .arg(key)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()?;
        let server = Self { child, address };
        let begun = Instant::now();
        while TcpStream::connect(&server.address).await.is_err() {
            if begun.elapsed() > Duration::from_secs(20) {
                return Err("the server does not answer".into());
            }
            sleep(Duration::from_millis(50)).await;
        }
        sleep(Duration::from_millis(500)).await;
        Ok(server)
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Its resident memory in MiB, where the system tells.
    pub(crate) fn resident(&self) -> Outcome<Option<f64>> {
        let Ok(status) = fs::read_to_string(format!("/proc/{}/status", self.child.id())) else { return Ok(None) };
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        let kibibytes: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
        Ok(Some(kibibytes / 1024.0))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
