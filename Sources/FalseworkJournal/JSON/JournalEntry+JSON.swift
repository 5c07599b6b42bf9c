// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON
internal import FalseworkProtocol

extension JournalEntry {
  /// The entry as an object whose members always stand in the same order.
  ///
  /// What is `nil` is left out. Moments are in RFC 3339, durations in decimal seconds.
  public var json: JSONValue {
    var object = JSONObject()
    object.add("id", id)
    object.add("position", position)
    object.add("operation", operation)
    object.add("session", origin.session)
    object.add("connection", .number(JSONNumber(origin.connection)))
    object.add("security", origin.security.rawValue)
    object.add("door", origin.door)
    object.add("job", job?.json)
    object.add("scenarios", scenarios)
    object.add("arrived", times.arrived.utcISO)
    object.add("first_byte", times.firstByte?.utcISO)
    object.add("ended", times.ended.utcISO)
    object.add("real_seconds", times.realDuration)
    object.add("request", request.json)
    object.add("response", response.json)
    object.add("delivery", delivery.word)
    object.add("delay", delay?.json)
    object.add("faults", faults.map(\.json))
    object.add("near_misses", nearMisses.map(\.json))
    object.add("notes", notes.map(\.json))
    return .object(object)
  }

  /// The entry as a line of JSON with its newline.
  public var jsonLine: [UInt8] { json.serialized() + [UInt8(ascii: "\n")] }
}

extension JournalJob {
  fileprivate var json: JSONValue {
    var object = JSONObject()
    object.add("request_id", requestID)
    object.add("index", index)
    object.add("phase", phase?.rawValue)
    return .object(object)
  }
}

extension JournalRequest {
  fileprivate var json: JSONValue {
    var object = JSONObject()
    object.add("method", method)
    object.add("host", host)
    object.add("path", path)
    object.add("query", query)
    object.add("fields", fields.json)
    body.add(to: &object)
    return .object(object)
  }
}

extension JournalResponse {
  fileprivate var json: JSONValue {
    var object = JSONObject()
    object.add("status", status)
    object.add("fields", fields.json)
    body.add(to: &object)
    object.add("content_bytes", contentBytes)
    object.add("wire_bytes", wireBytes)
    return .object(object)
  }
}

extension JournalBody {
  fileprivate func add(to object: inout JSONObject) {
    object.add("bytes", byteCount)
    object.add("sha256", digest)
    switch preview {
    case .none: break
    case .whole(let text): object.add("text", text)
    case .beginning(let text): object.add("beginning", text)
    }
  }
}

extension JournalDelivery {
  /// The word for it in JSON and on pages.
  var word: String {
    switch self {
    case .delivered: "delivered"
    case .clientGone: "client_gone"
    case .cutShort: "cut_short"
    case .ended(let ending): "ended_by_\(ending.rawValue)"
    }
  }

  static let all = [.delivered, .clientGone, .cutShort] + Ending.allCases.map(Self.ended)
}

extension JournalDelay {
  fileprivate var json: JSONValue {
    var object = JSONObject()
    object.add("requested_seconds", requested)
    object.add("achieved_seconds", achieved)
    return .object(object)
  }
}

extension JournalFault {
  fileprivate var json: JSONObject {
    var object = JSONObject()
    object.add("firing", firing)
    object.add("scenario", scenario)
    object.add("rule", rule)
    object.add("actions", actions)
    object.add("state", state.kind.rawValue)
    object.add("reason", state.reason)
    object.add("why", why)
    object.add(
      "draws",
      draws.map { ["name": .string($0.name), "value": .number(JSONNumber($0.value))] })
    return object
  }
}

extension JournalNearMiss {
  fileprivate var json: JSONObject {
    [
      "scenario": .string(scenario), "rule": .string(rule), "condition": .string(condition),
      "why": .string(why),
    ]
  }
}

extension JournalNote {
  fileprivate var json: JSONObject {
    ["kind": .string(kind.rawValue), "text": .string(text)]
  }
}
