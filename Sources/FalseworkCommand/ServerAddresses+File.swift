// Falsework
// SPDX-License-Identifier: MIT

internal import Falsework
internal import FalseworkJSON
internal import Foundation

extension ServerAddresses {
  /// The name of the file in the state folder by which `env` finds a running server.
  static let fileName = "server.json"

  /// Reads what a running server wrote into its state folder; `nil` when none runs there.
  init?(stateFolder: String) {
    let scheme = "http://"
    guard let data = FileManager.default.contents(atPath: "\(stateFolder)/\(Self.fileName)"),
      let json = try? JSONValue.parse([UInt8](data)),
      let pid = json["pid"]?.numberValue?.intValue, kill(pid_t(pid), 0) == 0,
      let url = json["url"]?.stringValue, url.hasPrefix(scheme),
      let certificateFile = json["ca_file"]?.stringValue
    else { return nil }
    self.init(
      authority: String(url.dropFirst(scheme.count)), certificateFile: certificateFile)
  }

  /// Writes the addresses so that a reader sees all of them or no file.
  func write(to file: OutputFile) throws(CommandFailure) {
    let json: JSONValue = [
      "url": .string(url),
      "tls_url": .string(tlsURL),
      "ca_file": .string(certificateFile),
      "control_url": .string(controlURL),
      "pid": .number(JSONNumber(Int(getpid()))),
    ]
    try file.replace(json.serialized(.compact) + [UInt8(ascii: "\n")])
  }
}
