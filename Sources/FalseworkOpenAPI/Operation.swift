// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON

/// What a document says about one method of one path.
public struct Operation: Sendable {
  /// The method in lower case.
  public let method: String
  /// The path template as written, for instance `/fal-ai/trellis/requests/{request_id}`.
  public let path: String
  /// The place in the document.
  public let pointer: JSONPointer
  /// The parameters, those of the path first.
  public let parameters: [Parameter]
  /// The request body, `nil` when the operation takes none.
  public let requestBody: RequestBody?
  /// The replies in the document's order.
  public let responses: [Response]
}

extension Operation {
  /// A value that a request carries outside its body.
  public struct Parameter: Sendable {
    /// Its name.
    public let name: String
    /// Where it stands: `path`, `query`, `header` or `cookie`.
    public let location: String
    /// Whether a request must have it.
    public let isRequired: Bool
    /// The schema, `nil` when the document gives none.
    public let schema: CompiledSchema?
  }

  /// The body that a request carries.
  public struct RequestBody: Sendable {
    /// Whether a request must have it.
    public let isRequired: Bool
    /// The forms that it may have.
    public let content: Content

    /// The schema of its `application/json` form, `nil` when there is none.
    public var schema: CompiledSchema? { content.schema }
  }

  /// One reply.
  public struct Response: Sendable {
    /// The status code, a range such as `4XX`, or `default`.
    public let status: String
    /// The description.
    public let description: String
    /// The forms that its body may have.
    public let content: Content

    /// The schema of its `application/json` form, `nil` when there is none.
    public var schema: CompiledSchema? { content.schema }
  }

  /// The forms of a body.
  public struct Content: Sendable {
    /// The media types and ranges, such as `image/*`, in the document's order; none when there is
    /// no body.
    public let mediaTypes: [String]
    /// The schema of the `application/json` form, `nil` when there is none.
    public let schema: CompiledSchema?
    /// The place of what has the content.
    let owner: JSONPointer
  }
}
