// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkProtocol
internal import FalseworkQueue
internal import FalseworkStore

extension OutputPlan {
  /// Returns the output with a gap filled in.
  func filled(_ gap: Gap, by file: FileRecord, at url: String) -> OutputPlan {
    var plan = self
    plan.body = body.replacing(gap.pointer.tokens[...]) { placeholder in
      guard var object = placeholder.objectValue else { return .string(url) }
      let file = FileObject(
        url: url, contentType: file.contentType, fileName: file.name, fileSize: file.size)
      // Members that the schema does not have stay away.
      for member in file.json.objectValue?.members ?? [] where object[member.name] != nil {
        object[member.name] = member.value
      }
      return .object(object)
    }
    return plan
  }

  /// Returns the output with the timings of the run filled in.
  func filled(_ gap: Gap, by timings: StageTimings) -> OutputPlan {
    var plan = self
    plan.body = body.replacing(gap.pointer.tokens[...]) { _ in timings.json }
    return plan
  }
}

extension JSONValue {
  /// Returns this value with what is at a place replaced; as it is when nothing is there.
  fileprivate func replacing(
    _ place: ArraySlice<String>, by replacement: (JSONValue) -> JSONValue
  ) -> JSONValue {
    guard let token = place.first else { return replacement(self) }
    switch self {
    case .object(var object):
      guard let member = object[token] else { return self }
      object[token] = member.replacing(place.dropFirst(), by: replacement)
      return .object(object)
    case .array(var elements):
      guard let index = Int(token), elements.indices.contains(index) else { return self }
      elements[index] = elements[index].replacing(place.dropFirst(), by: replacement)
      return .array(elements)
    case .null, .bool, .number, .string:
      return self
    }
  }
}

extension StageTimings {
  /// The stages in seconds, in the order of the wire (observed).
  fileprivate var json: JSONValue {
    [
      "prepare": .number(JSONNumber(prepare.seconds)),
      "generation": .number(JSONNumber(generation.seconds)),
      "export": .number(JSONNumber(export.seconds)),
    ]
  }
}
