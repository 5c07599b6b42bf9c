// Falsework
// SPDX-License-Identifier: MIT

internal import Falsework
internal import FalseworkJSON
internal import Foundation

/// Where a server can be reached, as the ready file tells it.
struct ServerAddresses: Sendable {
  let url: String
  let tlsURL: String
  let controlURL: String
  let certificateFile: String
  let bundleFile: String

  /// The name of the file in the state folder by which `env` finds a running server.
  static let fileName = "server.json"

  init(_ server: MockServer) {
    url = server.url
    tlsURL = server.tlsURL
    controlURL = server.controlURL
    certificateFile = server.certificateFile
    bundleFile = server.bundleFile
  }

  /// The addresses of a server that would run with these.
  init(authority: String, trust: LocalTrust) {
    url = "http://\(authority)"
    tlsURL = "https://\(authority)"
    controlURL = "\(url)/_falsework"
    certificateFile = trust.certificateFile
    bundleFile = trust.bundleFile
  }

  /// Reads what a running server wrote into its state folder; `nil` when none runs there.
  init?(stateFolder: String) {
    guard let data = FileManager.default.contents(atPath: "\(stateFolder)/\(Self.fileName)"),
      let json = try? JSONValue.parse([UInt8](data)),
      let pid = json["pid"]?.numberValue?.intValue, kill(pid_t(pid), 0) == 0,
      let url = json["url"]?.stringValue, let tlsURL = json["tls_url"]?.stringValue,
      let controlURL = json["control_url"]?.stringValue,
      let certificateFile = json["ca_file"]?.stringValue
    else { return nil }
    self.url = url
    self.tlsURL = tlsURL
    self.controlURL = controlURL
    self.certificateFile = certificateFile
    bundleFile = LocalTrust.bundleFile(beside: certificateFile)
  }

  /// Writes the addresses so that a reader sees all of them or no file.
  func write(to path: String) throws(CommandFailure) {
    let json: JSONValue = [
      "url": .string(url),
      "tls_url": .string(tlsURL),
      "ca_file": .string(certificateFile),
      "control_url": .string(controlURL),
      "pid": .number(JSONNumber(Int(getpid()))),
    ]
    do {
      let line = json.serialized(.compact) + [UInt8(ascii: "\n")]
      try Data(line).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw CommandFailure("cannot write \(path): \(error.localizedDescription)")
    }
  }
}
