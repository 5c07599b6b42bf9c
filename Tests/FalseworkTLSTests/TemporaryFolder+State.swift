// Falsework
// SPDX-License-Identifier: MIT

import FalseworkTLS
import FalseworkTestSupport
import Foundation

extension TemporaryFolder {
  /// The folder that the authority makes for itself.
  var tls: String { path + "/state/tls" }
  var certificate: String { tls + "/ca.pem" }
  var key: String { tls + "/ca-key.pem" }

  func authority(now: Int64 = testNow) throws -> LocalCertificateAuthority {
    try LocalCertificateAuthority.load(orCreateIn: tls, now: now)
  }
}

/// The moment at which the tests take place, 2027-01-15.
let testNow: Int64 = 1_800_000_000

func sha256Hex(_ bytes: [UInt8]) -> String {
  bytes.withUnsafeBytes { sha256Hex($0) }
}

func text(ofFile path: String) throws -> String {
  try String(contentsOfFile: path, encoding: .utf8)
}

func write(_ text: String, to path: String, mode: Int = 0o600) throws {
  try Data(text.utf8).write(to: URL(filePath: path))
  try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
}

func mode(of path: String) throws -> Int? {
  let attributes = try FileManager.default.attributesOfItem(atPath: path)
  return (attributes[.posixPermissions] as? NSNumber)?.intValue
}
