// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkOpenAPI
internal import FalseworkProtocol
internal import FalseworkStore

/// The parts that a client believes to have uploaded: `{"parts": [{"partNumber", "etag"}]}`.
struct PartClaim {
  /// The tags by their parts, without quotation marks.
  private let tags: [Int: String]

  /// Reads the body of a completion; a part may be named again with the same tag.
  init(body: JSONValue?) throws(UnusableForm) {
    guard let object = body?.objectValue else { throw .noBody }
    guard let list = object["parts"] else { throw .lacking("parts", in: object) }
    guard let entries = list.arrayValue, entries.count <= UploadLimits.partCountMax else {
      throw .wrong(
        .listType, "parts", list,
        "Input should be a list of at most \(UploadLimits.partCountMax) parts")
    }
    var tags: [Int: String] = [:]
    for entry in entries {
      guard let number = entry["partNumber"]?.numberValue?.intValue,
        let tag = entry["etag"]?.stringValue
      else {
        throw .wrong(
          .modelAttributesType, "parts", entry, "Input should have partNumber and etag")
      }
      let bare = tag.split(separator: "\"", omittingEmptySubsequences: true).joined()
      guard tags.updateValue(bare, forKey: number) ?? bare == bare else {
        throw .wrong(
          .modelAttributesType, "parts", entry, "Part \(number) is listed with two etags")
      }
    }
    self.tags = tags
  }

  /// Says where the claim and the parts that were put, in the order of their numbers, differ.
  func variance(from parts: [PartedUpload.Part]) -> String? {
    if tags.isEmpty { return "The list of parts is empty" }
    let numbers = Set(parts.map(\.number))
    for number in tags.keys.sorted() where !numbers.contains(number) {
      return "Part \(number) was not uploaded"
    }
    for (index, part) in parts.enumerated() {
      if part.number != index + 1 { return "Part \(index + 1) is missing" }
      guard let tag = tags[part.number] else {
        return "Part \(part.number) was uploaded but is not listed"
      }
      if tag != part.digest { return "The etag of part \(part.number) is not the one it was given" }
    }
    return nil
  }
}
