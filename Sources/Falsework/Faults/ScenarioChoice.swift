// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkHTTP
internal import FalseworkProtocol
internal import HTTPTypes

/// Which scenarios the head of a request asks for by itself.
enum ScenarioChoice: Sendable {
  /// None: what is set for its job, its session or the server holds.
  case unsaid
  /// By the field `x-falsework-scenario`, over everything else.
  case byField([Scenario])
  /// By the id of its key, as in `FAL_KEY=slow-queue--any:thing`.
  case byKey(Scenario)
  /// One that there is not; the text says so to the client.
  case unknown(String)

  /// The most scenarios that a field may name.
  static let namesMax = 16

  init(_ fields: HTTPFields, _ find: (String) throws(ScenarioNotFound) -> Scenario) {
    do throws(ScenarioNotFound) {
      if let names = fields.value(of: .falseworkScenario) {
        var scenarios: [Scenario] = []
        for name in names.split(separator: ",").prefix(Self.namesMax) {
          scenarios.append(try find(String(name.filter { $0 != " " && $0 != "\t" })))
        }
        self = .byField(scenarios)
      } else if let name = Self.name(inKeyOf: fields.value(of: .authorization)) {
        self = .byKey(try find(name))
      } else {
        self = .unsaid
      }
    } catch {
      self = .unknown("\(error)")
    }
  }

  /// The text before `--` in a key's id, unless it is a word for how a key stands.
  private static func name(inKeyOf authorization: String?) -> String? {
    guard let authorization, authorization.utf8.count <= Credential.bytesMax,
      authorization.contains("--"),
      case .key(let id, _)? = try? Credential(authorization: authorization),
      let dashes = id.firstRange(of: "--")
    else { return nil }
    let name = String(id[..<dashes.lowerBound])
    return KeyStanding(rawValue: name) == nil ? name : nil
  }
}

/// A name that no scenario has.
struct ScenarioNotFound: Error, CustomStringConvertible {
  let name: String
  /// A name that it may have been meant to be.
  let suggestion: String?

  var description: String {
    "there is no scenario \"\(name.prefix(64))\""
      + (suggestion.map { "; did you mean \($0)?" } ?? "")
      + "; GET /_falsework/scenarios and falsework scenarios list them"
  }
}

extension HTTPField.Name {
  /// Names the scenarios of one request, separated by commas.
  static let falseworkScenario = falsework("x-falsework-scenario")
  /// The number of an exchange in the journal, on replies that a scenario has to do with.
  static let falseworkExchange = falsework("x-falsework-exchange")

  private static func falsework(_ name: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(name) else {
      preconditionFailure("a header name of ours is not a token")
    }
    return name
  }
}
