// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkContract
internal import FalseworkDispatch
internal import FalseworkHTTP
internal import FalseworkProtocol

/// A server that is to be verified, and what it may be shown.
struct VerifiedServer: Sendable {
  /// Its URL.
  let url: HTTPURL
  /// The name of the variable of the key, for command lines that are shown.
  let keyVariable: String
  /// The key, which is nowhere printed.
  let key: String
  /// The most jobs that it may be given.
  let budget: Int

  /// Reads what the command line says of a server.
  ///
  /// What costs money is never done without a limit, and a key is never sent unless it was named.
  init(
    _ text: String, keyVariable: String?, budget: Int?, _ environment: ProcessEnvironment
  ) throws(CommandFailure) {
    do {
      url = try HTTPURL(text)
    } catch {
      throw CommandFailure("the URL of the server \(error)", status: .usage)
    }
    guard url.query == nil else {
      throw CommandFailure("the URL of the server has a query; leave it out", status: .usage)
    }
    let isHere = url.authority.isHere
    self.keyVariable = keyVariable ?? "FAL_KEY"
    key = try Self.key(keyVariable, isHere: isHere, url, environment)
    guard let budget = budget ?? (isHere ? ProbeJob.allCases.count : nil) else {
      throw CommandFailure(
        "\(url.authority) is not on this machine, and jobs may cost money there; say how many "
          + "may be submitted at most with --budget, such as --budget 1", status: .usage)
    }
    self.budget = budget
  }

  private static func key(
    _ variable: String?, isHere: Bool, _ url: HTTPURL, _ environment: ProcessEnvironment
  ) throws(CommandFailure) -> String {
    guard let variable else {
      if isHere { return ClientSettings.key }
      throw CommandFailure(
        "\(url.authority) is not on this machine and wants a key; name the variable that holds it "
          + "with --key-env, such as --key-env FAL_KEY", status: .usage)
    }
    guard let key = environment[variable] else {
      throw CommandFailure(
        "--key-env names \(variable), which is not set; set it to the key", status: .usage)
    }
    guard key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw CommandFailure(
        "\(variable) holds what cannot stand in a field of HTTP; set it to the key alone",
        status: .usage)
    }
    guard isHere || url.scheme == .https else {
      throw CommandFailure(
        "a key is not sent to \(url.authority) in the clear; give its https URL", status: .usage)
    }
    return key
  }

  /// A shorter secret is no secret, and would be found in words.
  private static let secretBytesMin = 8

  /// Where it is, for the contract.
  var door: ServerDoor {
    ServerDoor(scheme: url.scheme.rawValue, authority: "\(url.authority)", path: url.path)
  }

  /// The time between questions about a job: others pay for a server elsewhere.
  var pause: Duration { url.authority.isHere ? .milliseconds(100) : .seconds(1) }

  /// A text without the key and its parts, should a server have told them.
  func redacted(_ text: String) -> String {
    let secret = key.split(separator: ":", maxSplits: 1).last.map(String.init) ?? key
    let whole = text.replacing(key, with: "[key]")
    return secret.utf8.count < Self.secretBytesMin ? whole : whole.replacing(secret, with: "[key]")
  }
}

extension HTTPAuthority {
  /// Whether it is on this machine.
  var isHere: Bool { host == "localhost" || IPAddress(host)?.reach == .loopback }
}
