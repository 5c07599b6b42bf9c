// Falsework
// SPDX-License-Identifier: MIT

extension Violation.Kind {
  /// A required member is absent.
  public static let missing = Self(rawValue: "missing")
  /// The body is not JSON.
  public static let jsonInvalid = Self(rawValue: "json_invalid")
  /// An object with named members was expected.
  public static let modelAttributesType = Self(rawValue: "model_attributes_type")
  /// A member that the schema does not allow.
  public static let extraForbidden = Self(rawValue: "extra_forbidden")
  /// The same in the strict reading.
  public static let additionalProperties = Self(rawValue: "additionalProperties")
  /// A member that no part of the schema has looked at, and that is not allowed therefore.
  public static let unevaluatedProperties = Self(rawValue: "unevaluatedProperties")
  /// Only `null` was expected.
  public static let noneRequired = Self(rawValue: "none_required")
  /// A string was expected.
  public static let stringType = Self(rawValue: "string_type")
  /// A string below its least length.
  public static let stringTooShort = Self(rawValue: "string_too_short")
  /// A string above its greatest length.
  public static let stringTooLong = Self(rawValue: "string_too_long")
  /// A string in which a pattern is not found.
  public static let stringPatternMismatch = Self(rawValue: "string_pattern_mismatch")
  /// A boolean was expected.
  public static let boolType = Self(rawValue: "bool_type")
  /// A string or number that spells no boolean.
  public static let boolParsing = Self(rawValue: "bool_parsing")
  /// An integer was expected.
  public static let intType = Self(rawValue: "int_type")
  /// A string that spells no integer.
  public static let intParsing = Self(rawValue: "int_parsing")
  /// An integer of more digits than are read.
  public static let intParsingSize = Self(rawValue: "int_parsing_size")
  /// A fraction where an integer was expected.
  public static let intFromFloat = Self(rawValue: "int_from_float")
  /// NaN or an infinity where an integer was expected.
  public static let finiteNumber = Self(rawValue: "finite_number")
  /// A number was expected.
  public static let floatType = Self(rawValue: "float_type")
  /// A string that spells no number.
  public static let floatParsing = Self(rawValue: "float_parsing")
  /// A number between two steps.
  public static let multipleOf = Self(rawValue: "multiple_of")
  /// A number above its greatest value.
  public static let lessThanEqual = Self(rawValue: "less_than_equal")
  /// A number at or above its exclusive limit.
  public static let lessThan = Self(rawValue: "less_than")
  /// A number below its least value.
  public static let greaterThanEqual = Self(rawValue: "greater_than_equal")
  /// A number at or below its exclusive limit.
  public static let greaterThan = Self(rawValue: "greater_than")
  /// A value outside the list of an inline `enum`.
  public static let literalError = Self(rawValue: "literal_error")
  /// A value outside the list of an `enum` component.
  public static let enumeration = Self(rawValue: "enum")
  /// An array was expected.
  public static let listType = Self(rawValue: "list_type")
  /// An object with free names was expected.
  public static let dictType = Self(rawValue: "dict_type")
  /// Fewer elements or members than allowed.
  public static let tooShort = Self(rawValue: "too_short")
  /// More elements or members than allowed.
  public static let tooLong = Self(rawValue: "too_long")
  /// A value that is not judged, because that would take too long.
  public static let limitExceeded = Self(rawValue: "limit_exceeded")
  /// A body of a media type that the document does not describe.
  public static let mediaType = Self(rawValue: "media_type")
  /// A reply with a status that the document does not describe.
  public static let status = Self(rawValue: "status")
}
