// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON

/// The output of a request as it was drawn at submission, with gaps for what is known later.
///
/// It is kept with the request, so that a request answers by the document that it was accepted
/// by, whatever documents come after.
public struct OutputPlan: Sendable, Hashable {
  /// The output; objects and strings that stand for files are filled in when it is delivered.
  public var body: JSONValue
  /// The gaps, in the order of the body; the place among them numbers a file.
  public var gaps: [Gap]

  /// Creates a plan.
  public init(body: JSONValue, gaps: [Gap] = []) {
    self.body = body
    self.gaps = gaps
  }

  /// A place in the output whose value is known when the output is delivered.
  public struct Gap: Sendable, Hashable {
    /// The place.
    public let pointer: JSONPointer
    /// What belongs there.
    public let filling: Filling

    /// Creates a gap.
    public init(at pointer: JSONPointer, _ filling: Filling) {
      self.pointer = pointer
      self.filling = filling
    }
  }

  /// What belongs into a gap.
  public enum Filling: Sendable, Hashable {
    /// A file, as a file object or, where a string stands, as its URL.
    case file(FileKind, name: String)
    /// The seconds that each stage of the run took.
    case stageTimings
  }

  /// What a file is to contain.
  public enum FileKind: Sendable, Hashable {
    /// A textured mesh in binary glTF.
    case mesh
    /// A square picture with sides of so many pixels.
    case image(side: Int)
    /// A short tone.
    case audio
    /// A note in JSON, in the place of what the mock cannot make.
    case note
  }
}

extension OutputPlan {
  /// The plan as it is kept.
  public var json: JSONValue {
    ["body": body, "gaps": .array(gaps.map(\.json))]
  }

  /// Reads a plan that was kept; `nil` for anything else.
  public init?(_ json: JSONValue) {
    guard let body = json["body"], let stored = json["gaps"]?.arrayValue else { return nil }
    let gaps = stored.compactMap(Gap.init)
    guard gaps.count == stored.count else { return nil }
    self.init(body: body, gaps: gaps)
  }
}

extension OutputPlan.Gap {
  fileprivate var json: JSONValue {
    let place = JSONValue.string(pointer.description)
    switch filling {
    case .stageTimings: return [place, "stages"]
    case .file(.mesh, let name): return [place, "mesh", .string(name)]
    case .file(.audio, let name): return [place, "audio", .string(name)]
    case .file(.note, let name): return [place, "note", .string(name)]
    case .file(.image(let side), let name):
      return [place, "image", .string(name), .number(JSONNumber(side))]
    }
  }

  fileprivate init?(_ json: JSONValue) {
    guard let text = json[0]?.stringValue, let pointer = try? JSONPointer(parsing: text),
      let filling = OutputPlan.Filling(json)
    else { return nil }
    self.init(at: pointer, filling)
  }
}

extension OutputPlan.Filling {
  fileprivate init?(_ json: JSONValue) {
    switch (json[1]?.stringValue, json[2]?.stringValue, json[3]?.numberValue?.intValue) {
    case ("stages", nil, nil): self = .stageTimings
    case ("mesh", let name?, nil): self = .file(.mesh, name: name)
    case ("audio", let name?, nil): self = .file(.audio, name: name)
    case ("note", let name?, nil): self = .file(.note, name: name)
    case ("image", let name?, let side?): self = .file(.image(side: side), name: name)
    default: return nil
    }
  }
}
