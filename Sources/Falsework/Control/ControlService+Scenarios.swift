// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkJSON
internal import FalseworkQueue
internal import HTTPTypes

extension ControlService {
  /// `GET /_falsework/scenarios`: those that can be chosen, and whether they hold.
  func scenarios(_ query: QueryParameters) -> Reply {
    let holding = Set(desk.inForce(for: session(query)).map(\.name))
    return .json(
      .ok,
      [
        "scenarios": .array(
          desk.library.scenarios.map { scenario in
            [
              "name": .string(scenario.name), "about": .string(scenario.about),
              "advice": .string(scenario.advice),
              "in_force": .bool(holding.contains(scenario.name)),
            ]
          }),
        "in_force": .array(holding.sorted().map(JSONValue.string)),
      ])
  }

  /// `GET /_falsework/scenarios/{name}`: what it is for, and what its rules have done.
  func scenario(_ name: String) throws -> Reply {
    let scenario = try found(name)
    return .json(
      .ok,
      [
        "name": .string(scenario.name), "about": .string(scenario.about),
        "advice": .string(scenario.advice), "key": .string("\(scenario.name)--any:thing"),
        "magic_seed": .number(JSONNumber(scenario.magicSeed)),
        "magic_url": .string("https://\(MagicInput.host)/\(scenario.name)/picture.png"),
        "rules": .array(desk.hits.filter { $0.scenario == name }.map(\.json)),
      ])
  }

  /// `PUT /_falsework/scenarios/{name}[?key=ID]`: lets it hold, for a key or for all.
  func putInForce(_ name: String, _ query: QueryParameters) throws -> Reply {
    desk.put(try found(name), inForceFor: session(query))
    return scenarios(query)
  }

  /// `DELETE /_falsework/scenarios/{name}[?key=ID]`: lets it hold no longer.
  func takeOutOfForce(_ name: String, _ query: QueryParameters) throws -> Reply {
    guard desk.take(try found(name).name, outOfForceFor: session(query)) else {
      throw ControlProblem(.notFound, "the scenario \(name) is not in force there")
    }
    return scenarios(query)
  }

  /// `GET /_falsework/faults`: every rule that is or was in force, and how far it has come.
  func faults() -> Reply {
    .json(.ok, ["faults": .array(desk.hits.map(\.json))])
  }

  /// `POST /_falsework/faults[?key=ID]`: puts one rule in, as `faults` of a scenario has it.
  func putInFault(_ call: ControlCall) throws -> Reply {
    let fault = try desk.putIn(try rule(call, id: nil), for: session(call.query))
    var reply = Reply.json(.created, described(fault))
    reply.fields[.location] = "/_falsework/faults/\(fault.id)"
    return reply
  }

  /// `GET /_falsework/faults/{id}`.
  func fault(_ id: String) throws -> Reply {
    guard let fault = desk.putInFault(id) else { throw Self.noFault(id) }
    return .json(.ok, described(fault))
  }

  /// `PUT /_falsework/faults/{id}`: another rule in its place, which begins anew.
  func replaceFault(_ call: ControlCall) throws -> Reply {
    guard let fault = desk.replace(call.subject, with: try rule(call, id: call.subject)) else {
      throw Self.noFault(call.subject)
    }
    return .json(.ok, described(fault))
  }

  /// `DELETE /_falsework/faults/{id}`.
  func takeOutFault(_ id: String) throws -> Reply {
    guard desk.takeOut(id) else { throw Self.noFault(id) }
    return Reply(.noContent)
  }

  private static func noFault(_ id: String) -> ControlProblem {
    ControlProblem(.notFound, "no fault \(id) was put in; POST /_falsework/faults puts one in")
  }

  private func found(_ name: String) throws -> Scenario {
    do {
      return try desk.library.find(name)
    } catch {
      throw ControlProblem(.notFound, "\(error)")
    }
  }

  /// The rule in a body, as the one rule of a scenario.
  private func rule(_ call: ControlCall, id: String?) throws -> Scenario {
    let name = id ?? desk.nextFaultID()
    let document: JSONValue = [
      "name": .string(name), "about": "Put in by the control interface.",
      "advice": "None.", "faults": [try call.json()],
    ]
    do {
      return try ScenarioReader.scenario(document)
    } catch {
      let place = String("\(error.pointer)".dropFirst("/faults/0".count))
      throw ControlProblem(
        .badRequest, "the rule is wrong at \(place.isEmpty ? "its top" : place): \(error.message)")
    }
  }

  private func described(_ fault: PutInFault) -> JSONValue {
    var hits = desk.hits.first { $0.scenario == fault.id }?.json.objectValue ?? [:]
    hits["id"] = .string(fault.id)
    return .object(hits)
  }
}

extension RuleHits {
  var json: JSONValue {
    [
      "scenario": .string(scenario), "rule": .string(rule), "state": .string(state.rawValue),
      "evaluated": .number(JSONNumber(evaluated)), "matched": .number(JSONNumber(matched)),
      "fired": .number(JSONNumber(fired)), "delivered": .number(JSONNumber(delivered)),
      "missed": .object(
        missed.sorted { $0.key.description < $1.key.description }
          .reduce(into: JSONObject()) { $0[$1.key.description] = .number(JSONNumber($1.value)) }),
    ]
  }
}
