// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
public import HTTPTypes

extension Redaction {
  /// Returns fields without credentials, cookies, tokens and signatures, long values cut after
  /// `fieldBytesMax`.
  public static func fields(_ fields: HTTPFields) -> JournalFields {
    var kept = JournalFields(reservingFor: fields)
    for field in fields {
      kept.append(field.name) { bytes in append(field, to: &bytes) }
    }
    return kept
  }

  private static func append(_ field: HTTPField, to bytes: inout [UInt8]) {
    switch Secrecy(field.name.canonicalName) {
    case .credential:
      field.withUnsafeBytesOfValue { bytes.append(contentsOf: keptCredential($0)) }
    case .whole: bytes.append(contentsOf: mark.utf8)
    case .parts:
      field.withUnsafeBytesOfValue { value in
        if let redacted = redactedBytes(value, bytesMax: fieldBytesMax) {
          bytes.append(contentsOf: redacted)
        } else {
          bytes.append(contentsOf: value)
        }
      }
    }
  }

  /// How much of a field is secret.
  private enum Secrecy {
    /// It holds a scheme and a secret.
    case credential
    /// It is one.
    case whole
    /// It may hold some.
    case parts

    /// Few names have the length of one that matters, so most are compared with none.
    init(_ name: String) {
      switch name.utf8.count {
      case 6: self = name == "cookie" ? .whole : .parts
      case 9: self = name == "x-api-key" || name == "x-fal-key" ? .whole : .parts
      case 10: self = name == "set-cookie" ? .whole : .parts
      case 12: self = name == "x-auth-token" ? .whole : .parts
      case 13: self = name == "authorization" ? .credential : .parts
      case 19: self = name == "proxy-authorization" ? .credential : .parts
      case 20: self = name == "x-amz-security-token" ? .whole : .parts
      case 23:
        self = name == HTTPField.Name.falCDNAuthorization.canonicalName ? .credential : .parts
      default: self = .parts
      }
    }
  }
}
