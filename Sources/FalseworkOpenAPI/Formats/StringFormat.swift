// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// A `format` that can be checked: those of 2020-12 validation §7.3 and of the OpenAPI registry.
///
/// Deviation: `idn-hostname` is not checked, since its rules need tables that Swift does not have.
enum StringFormat: String, Sendable {
  case dateTime = "date-time"
  case date
  case time
  case duration
  case email
  case idnEmail = "idn-email"
  case hostname
  case ipv4
  case ipv6
  case uri
  case uriReference = "uri-reference"
  case iri
  case iriReference = "iri-reference"
  case uriTemplate = "uri-template"
  case uuid
  case jsonPointer = "json-pointer"
  case relativeJSONPointer = "relative-json-pointer"
  case regex
  case int32
  case int64
  case byte

  /// Formats that ask for nothing, only tell what a value is for.
  static let silent: Set = ["binary", "password", "float", "double"]

  /// Returns whether a value has the format; values of another type always have it.
  func accepts(_ value: JSONValue) -> Bool {
    switch value {
    case .string(let text): accepts(text)
    case .number(let number): accepts(number)
    case .null, .bool, .array, .object: true
    }
  }

  private func accepts(_ number: JSONNumber) -> Bool {
    guard self == .int32 || self == .int64, let exact = ExactNumber(number) else { return true }
    return exact.isIntegral && Self.limits(self).contains(exact)
  }

  private static func limits(_ format: StringFormat) -> ClosedRange<ExactNumber> {
    format == .int32 ? int32Limits : int64Limits
  }

  private static let int32Limits = limits(Int(Int32.min), Int(Int32.max))
  private static let int64Limits = limits(.min, .max)

  private static func limits(_ low: Int, _ high: Int) -> ClosedRange<ExactNumber> {
    guard let low = ExactNumber(JSONNumber(low)), let high = ExactNumber(JSONNumber(high)) else {
      preconditionFailure("an integer is a number")
    }
    return low...high
  }

  private func accepts(_ text: String) -> Bool {
    switch self {
    case .dateTime: DateTimeText.isDateTime(text)
    case .date: DateTimeText.isDate(text)
    case .time: DateTimeText.isTime(text)
    case .duration: DurationText.isDuration(text)
    case .email: EmailText.isEmail(text)
    case .idnEmail: EmailText.isInternationalEmail(text)
    case .hostname: HostText.isHostname(text)
    case .ipv4: HostText.isIPv4(text.utf8.elements)
    case .ipv6: HostText.isIPv6(text.utf8.elements)
    case .uri: URIText.isURI(text)
    case .uriReference: URIText.isReference(text)
    case .iri: URIText.isIRI(text)
    case .iriReference: URIText.isIRIReference(text)
    case .uriTemplate: URIText.isTemplate(text)
    case .uuid: ShortFormats.isUUID(text)
    case .jsonPointer: (try? JSONPointer(parsing: text)) != nil
    case .relativeJSONPointer: ShortFormats.isRelativePointer(text)
    case .regex: ShortFormats.isPattern(text)
    case .byte: ShortFormats.isBase64(text)
    case .int32, .int64: true
    }
  }
}

extension String.UTF8View {
  /// The bytes as a slice of an array, which is what the checks of formats take.
  var elements: ArraySlice<UInt8> { Array(self)[...] }
}

extension UInt8 {
  var isDigit: Bool { (0x30...0x39).contains(self) }
  var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) }
  var isHexDigit: Bool { isDigit || (0x61...0x66).contains(self | 0x20) }
}
