// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkJSON
internal import HTTPTypes

/// Something that the control interface has, and what can be done with it.
struct ControlResource: Sendable {
  /// The segments of its path below `/_falsework/`; one in braces stands for any.
  let segments: [Substring]
  let actions: [Action]

  /// What a method does.
  struct Action: Sendable {
    let method: HTTPRequest.Method
    /// The query parameters that it knows.
    let parameters: Set<String>
    let perform: Perform
  }

  typealias Perform = @Sendable (ControlService, ControlCall) async throws -> Reply

  init(_ path: String, _ actions: Action...) {
    segments = path.split(separator: "/")
    self.actions = actions
  }

  /// The path as it is written.
  var path: String { segments.joined(separator: "/") }

  /// The methods, as `Allow` has them; what can be got can be asked for its head.
  var allowedMethods: [HTTPRequest.Method] {
    actions.map(\.method).flatMap { $0 == .get ? [.get, .head] : [$0] }
  }

  func action(for method: HTTPRequest.Method) -> Action? {
    actions.first { $0.method == (method == .head ? .get : method) }
  }

  /// What stands for the segment in braces; `nil` if it is another resource's path, and empty
  /// where this one's has none.
  func subject(of path: [Substring]) -> Substring? {
    guard path.count == segments.count else { return nil }
    var subject: Substring = ""
    for (pattern, segment) in zip(segments, path) {
      if pattern.first == "{" {
        subject = segment
      } else if pattern != segment {
        return nil
      }
    }
    return subject
  }
}

extension ControlResource.Action {
  static func get(
    _ parameters: Set<String> = [], _ perform: @escaping ControlResource.Perform
  ) -> Self {
    Self(method: .get, parameters: parameters, perform: perform)
  }

  static func post(
    _ parameters: Set<String> = [], _ perform: @escaping ControlResource.Perform
  ) -> Self {
    Self(method: .post, parameters: parameters, perform: perform)
  }

  static func put(
    _ parameters: Set<String> = [], _ perform: @escaping ControlResource.Perform
  ) -> Self {
    Self(method: .put, parameters: parameters, perform: perform)
  }

  static func delete(
    _ parameters: Set<String> = [], _ perform: @escaping ControlResource.Perform
  ) -> Self {
    Self(method: .delete, parameters: parameters, perform: perform)
  }
}

/// What is asked of a resource of the control interface.
struct ControlCall: Sendable {
  /// What stands for the segment in braces of the path; empty where there is none.
  let subject: String
  let query: QueryParameters
  let request: ServerRequest

  /// The body as JSON.
  func json() throws(ControlProblem) -> JSONValue {
    do {
      return try JSONValue.parse(request.content)
    } catch {
      throw ControlProblem(
        .badRequest, "the body is not JSON: \(error.pythonMessage) in line \(error.line)")
    }
  }
}

/// What is wrong with a call of the control interface.
struct ControlProblem: Error {
  let status: HTTPResponse.Status
  let detail: String

  init(_ status: HTTPResponse.Status, _ detail: String) {
    self.status = status
    self.detail = detail
  }
}
