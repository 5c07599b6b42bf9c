// Falsework
// SPDX-License-Identifier: MIT

internal import Glibc

/// nginx as a child, as the peer of a Falsework server.
struct NginxServer {
  static let path = "/usr/sbin/nginx"
  static let advice =
    "nginx is not installed, so there is no comparison; get it with: apt-get install nginx-light"

  private static let startTimeout = Duration.seconds(10)
  /// More than any measure needs in one worker, should it get all of them.
  private static let connectionCountMax = 16_000

  let process: ChildProcess
  let configuration: NginxConfiguration

  static var isInstalled: Bool { File.isExecutable(path) }

  /// What nginx says about its version.
  static func version(_ folder: TemporaryFolder) throws(BenchFailure) -> String {
    let text = try ChildProcess.run(path, ["-v"], in: folder)
    return text.split { $0 == "/" || $0 == "\n" }.last.map(String.init) ?? "unknown"
  }

  /// Runs `body` while nginx serves small replies of so many bytes, and a file.
  static func with<Value>(
    statusBytes: Int, file: [UInt8], authorityOf server: FalseworkServer,
    in folder: TemporaryFolder, _ body: (NginxServer) throws(BenchFailure) -> Value
  ) throws(BenchFailure) -> Value {
    let configuration = NginxConfiguration(
      folder: folder.path, plainPort: try ClientSocket.freePort(),
      tlsPort: try ClientSocket.freePort(),
      statusContent: String(repeating: "x", count: statusBytes),
      connectionCountMax: connectionCountMax, user: geteuid() == 0 ? "root" : nil)
    try PeerCertificate.make(in: folder, signedBy: server)
    try folder.write(Array(configuration.text.utf8), to: "nginx.conf")
    try folder.makeFolder(NginxConfiguration.filesFolder)
    try folder.write(file, to: "\(NginxConfiguration.filesFolder)/model.glb")
    let process = try ChildProcess.start(
      path, ["-p", folder.path, "-e", NginxConfiguration.logName, "-c", "nginx.conf"],
      logPath: folder.file("nginx.out"))
    defer { process.stop() }
    let nginx = NginxServer(process: process, configuration: configuration)
    try nginx.waitUntilReady()
    return try body(nginx)
  }

  /// nginx as a contestant, which answers every request alike.
  func contestant(statusRequest: WireRequest) -> Contestant {
    Contestant(
      name: "nginx", pids: ProcessFigures.children(of: process.pid),
      plainPort: configuration.plainPort, tlsPort: configuration.tlsPort,
      status: (statusRequest, 200),
      file: .get("/\(NginxConfiguration.filesFolder)/model.glb"))
  }

  private func waitUntilReady() throws(BenchFailure) {
    let end = BenchClock.now + Self.startTimeout.nanoseconds
    while BenchClock.now < end {
      if process.hasEnded { throw process.earlyEnd }
      if ProcessFigures.children(of: process.pid).count == NginxConfiguration.workerCount,
        (try? Exchange.perform(.get("/"), port: configuration.plainPort)) != nil
      {
        return
      }
      BenchClock.nap(.milliseconds(2))
    }
    throw BenchFailure("nginx did not start within \(Self.startTimeout): \(process.lastWords)")
  }
}
