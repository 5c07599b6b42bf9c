// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import Glibc

/// `falsework serve` as a child, with a state folder of its own.
package struct FalseworkServer {
  /// How long its requests take.
  package enum Timing: Sendable {
    /// Done when they are first asked for.
    case instant
    /// Under way for hours, and waiting in the queue for the first minutes.
    case endless
    /// As long as fal's own.
    case lifelike

    var arguments: [String] {
      switch self {
      case .instant: ["--preset", "instant"]
      case .endless: ["--preset", "realistic", "--speed", "0.001"]
      case .lifelike: ["--preset", "realistic"]
      }
    }
  }

  /// How long a start may take.
  static let startTimeout = Duration.seconds(20)
  static let healthRequest = WireRequest.get("/_falsework/health")

  let process: ChildProcess
  /// The one port for plain HTTP and TLS.
  let port: Int
  /// The certificate of its authority, and the key beside it.
  let certificateFile: String

  var authorityKeyFile: String {
    certificateFile.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/") + "/ca-key.pem"
  }

  /// Runs `body` while a server runs on a free port.
  static func with<Value>(
    _ program: String, _ timing: Timing, in folder: TemporaryFolder, _ arguments: [String] = [],
    _ body: (FalseworkServer) throws(BenchFailure) -> Value
  ) throws(BenchFailure) -> Value {
    let readyFile = folder.file("ready.json")
    let process = try start(
      program, port: 0, in: folder,
      timing.arguments + arguments + ["--ready-file", readyFile])
    defer { process.stop() }
    let ready = try waitForAddresses(readyFile, process)
    let server = try FalseworkServer(process: process, ready: ready)
    do {
      return try body(server)
    } catch {
      // Its last words say more than the connections that it left behind.
      throw process.hasEnded ? process.earlyEnd : error
    }
  }

  /// Starts a server on a port without waiting for it.
  static func start(
    _ program: String, port: Int, in folder: TemporaryFolder, _ arguments: [String] = []
  ) throws(BenchFailure) -> ChildProcess {
    try ChildProcess.start(
      program,
      [
        "serve", "--port", String(port), "--state", folder.file("state"), "--log-level", "error",
      ] + arguments,
      logPath: folder.file("falsework.log"))
  }

  private static func waitForAddresses(
    _ path: String, _ process: ChildProcess
  ) throws(BenchFailure) -> [UInt8] {
    let end = BenchClock.now + startTimeout.nanoseconds
    while BenchClock.now < end {
      if let bytes = File.bytes(at: path) { return bytes }
      if process.hasEnded { throw process.earlyEnd }
      BenchClock.nap(.milliseconds(2))
    }
    throw BenchFailure("falsework did not start within \(startTimeout): \(process.lastWords)")
  }

  private init(process: ChildProcess, ready: [UInt8]) throws(BenchFailure) {
    guard let json = try? JSONValue.parse(ready),
      let port = json["url"]?.stringValue?.split(separator: ":").last.flatMap({ Int($0) }),
      let certificateFile = json["ca_file"]?.stringValue
    else { throw BenchFailure("falsework wrote a ready file without its addresses") }
    self.process = process
    self.port = port
    self.certificateFile = certificateFile
  }
}
