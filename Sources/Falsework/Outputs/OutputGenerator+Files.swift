// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkQueue

extension OutputGenerator {
  /// What stands for a URL until the door of the request is known.
  private static let urlToCome: JSONValue = "https://fal.media/files"
  private static let imageSides = 256...2048

  /// A file object with the members that its schema has.
  mutating func file(_ schema: ResolvedSchema, at place: JSONPointer) -> JSONValue {
    let kind = kind(of: schema, at: place)
    let name = fileName(kind, at: place)
    gaps.append(OutputPlan.Gap(at: place, .file(kind, name: name)))
    var object = JSONObject()
    for property in schema.propertyNames {
      object[property] = member(property, of: schema, kind, name, at: place)
    }
    return .object(object)
  }

  private mutating func member(
    _ property: String, of schema: ResolvedSchema, _ kind: OutputPlan.FileKind, _ name: String,
    at place: JSONPointer
  ) -> JSONValue? {
    switch (property, kind) {
    case (FieldConventions.FileMember.url, _): return Self.urlToCome
    case (FieldConventions.FileMember.contentType, _): return .string(kind.contentType)
    case (FieldConventions.FileMember.fileName, _): return .string(name)
    case (FieldConventions.FileMember.fileSize, _): return 0
    case (FieldConventions.FileMember.width, .image(let side)),
      (FieldConventions.FileMember.height, .image(let side)):
      return .number(JSONNumber(side))
    default:
      guard schema.required.contains(property), let other = schema.property(property) else {
        return nil
      }
      return value(of: other, at: place.appending(property))
    }
  }

  /// The URL of a file, where a string stands for one.
  mutating func fileURL(_ schema: ResolvedSchema, at place: JSONPointer) -> JSONValue? {
    let name = place.tokens.last { Int($0) == nil } ?? ""
    guard schema["format"] == "uri" || FieldConventions.isURL(name) else { return nil }
    let kind = kind(of: schema, at: place)
    gaps.append(OutputPlan.Gap(at: place, .file(kind, name: fileName(kind, at: place))))
    return Self.urlToCome
  }

  /// The field's name says most, then an example, then the schema's title, then the category.
  private func kind(of schema: ResolvedSchema, at place: JSONPointer) -> OutputPlan.FileKind {
    let byName = place.tokens.compactMap(FieldConventions.medium(of:)).last
    let example = schema["examples"]?[0]
    let exampleURL = example?[FieldConventions.FileMember.url]?.stringValue ?? example?.stringValue
    let ending = exampleURL?.split(separator: ".").last.map(String.init)
    let medium =
      byName ?? ending.flatMap(FieldConventions.medium(of:))
      ?? schema["title"]?.stringValue.flatMap(FieldConventions.medium(of:))
      ?? FieldConventions.medium(ofCategory: category)
    switch medium {
    case .mesh: return .mesh
    case .image: return .image(side: imageSide(schema))
    case .audio: return .audio
    case .other, nil: return .note
    }
  }

  /// A side that the bounds of width and height allow.
  private func imageSide(_ schema: ResolvedSchema) -> Int {
    let sides = [FieldConventions.FileMember.width, FieldConventions.FileMember.height]
    let schemas = sides.compactMap { schema.property($0) }.compactMap {
      ResolvedSchema($0, in: document)
    }
    let least = schemas.compactMap { $0["minimum"]?.numberValue?.intValue }.max() ?? 0
    let most = schemas.compactMap { $0["maximum"]?.numberValue?.intValue }.min() ?? .max
    let side = min(max(Self.imageSides.lowerBound, least), most)
    return min(max(1, side), Self.imageSides.upperBound)
  }

  private func fileName(_ kind: OutputPlan.FileKind, at place: JSONPointer) -> String {
    guard kind != .mesh else { return "model.glb" }
    let field = place.tokens.last { Int($0) == nil } ?? "output"
    let safe = field.utf8.filter { Self.isOfFileName($0) }.prefix(64)
    let number = place.tokens.last.flatMap(Int.init).map { "_\($0)" } ?? ""
    return String(decoding: safe, as: UTF8.self) + number + "." + kind.fileExtension
  }

  private static func isOfFileName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

extension OutputPlan.FileKind {
  /// The media type; fal sends meshes without a better one (observed).
  var contentType: String {
    switch self {
    case .mesh: "application/octet-stream"
    case .image: "image/png"
    case .audio: "audio/wav"
    case .note: "application/json"
    }
  }

  var fileExtension: String {
    switch self {
    case .mesh: "glb"
    case .image: "png"
    case .audio: "wav"
    case .note: "json"
    }
  }
}
