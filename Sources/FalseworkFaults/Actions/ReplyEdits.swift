// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON
public import HTTPTypes

/// What becomes of a reply before its bytes go out.
///
/// They apply in this order: replacement, status, fields, date, range, JSON, cut.
public struct ReplyEdits: Sendable, Hashable {
  /// The whole reply in the place of the handler's, which has run.
  public var replacement: FaultReply?
  /// Another status.
  public var status: HTTPResponse.Status?
  /// Fields that are set or removed, in order.
  public var fields: [FieldEdit] = []
  /// By how much the clock in `Date` is wrong.
  public var dateSkew: Duration?
  /// By how many bytes the numbers of `Content-Range` are wrong.
  public var rangeShift: Int?
  /// What is changed in the content's JSON, in order.
  public var json: [JSONEdit] = []
  /// Where the content ends too early; `Content-Length` agrees with what is left.
  public var cut: Cut?

  /// A change of the fields.
  public enum FieldEdit: Sendable, Hashable {
    /// The field has this one value.
    case set(HTTPField.Name, String)
    case remove(HTTPField.Name)
    /// The field has the occurrence of the rule behind this text, as a quoted string.
    case count(HTTPField.Name, prefix: String)
  }

  /// A change of the content's JSON.
  public enum JSONEdit: Sendable, Hashable {
    /// Puts a value in a place; the object that it is to be a member of must be there.
    case set(JSONPointer, JSONValue)
    case remove(JSONPointer)
    /// Puts the values in a place in turn, one for each occurrence of the rule.
    case cycle(JSONPointer, [JSONValue])
  }

  /// Where content ends too early.
  public enum Cut: Sendable, Hashable {
    /// After so many bytes.
    case bytes(Int)
    /// After so much of it, from 0 to 1.
    case share(Double)
  }

  /// Creates edits that change nothing.
  public init() {}

  /// Whether the content is changed, and not only the head.
  public var changesContent: Bool { replacement != nil || !json.isEmpty || cut != nil }

  /// Whether nothing is changed.
  public var isEmpty: Bool { self == ReplyEdits() }
}
