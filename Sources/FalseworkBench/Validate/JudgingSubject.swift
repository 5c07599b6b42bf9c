// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkOpenAPI

/// What is judged and parsed, and by what.
struct JudgingSubject {
  /// The path of the document, which Python's judges read too.
  let documentPath: String
  /// A valid body with all of trellis's fields.
  let body = Array(
    """
    {"image_url":"https://v3.fal.media/files/penguin/3k9zWq_warriorwoman.png","seed":1234567,\
    "ss_guidance_strength":7.5,"ss_sampling_steps":12,"slat_guidance_strength":3.0,\
    "slat_sampling_steps":12,"mesh_simplify":0.95,"texture_size":1024}
    """.utf8)
  /// A document of about 1 MB, in which every kind of value occurs.
  let mixed = MixedDocument.bytes(seed: 1, count: 1_000_000)
  private let document: OpenAPIDocument

  /// Reads the document, which must take the body in both readings.
  init(documentPath path: String) throws(BenchFailure) {
    documentPath = path
    guard let bytes = File.bytes(at: path) else {
      throw BenchFailure(
        "cannot read \(path); build it with: swift build -c release, or name the document of "
          + "fal-ai/trellis with --document")
    }
    do {
      document = try OpenAPIDocument(JSONValue.parse(bytes))
    } catch {
      throw BenchFailure("\(path) is no OpenAPI document of fal's: \(error)")
    }
    for reading in [SchemaReading.observed, .strict(formats: .asserted)] where !judge(reading) {
      throw BenchFailure(
        "\(path) does not take the body; name the document of fal-ai/trellis with --document")
    }
  }

  /// Parses and judges the body, and returns whether it is accepted.
  func judge(_ reading: SchemaReading) -> Bool {
    switch document.judge(body: body, contentType: "application/json", reading: reading) {
    case .accepted(let input): input.count > 0
    case .rejected: false
    }
  }

  /// Parses the mixed document and returns whether it is JSON.
  func parse() -> Bool { (try? JSONValue.parse(mixed)) != nil }
}
