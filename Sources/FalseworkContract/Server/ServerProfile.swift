// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkOpenAPI
public import FalseworkProtocol

/// What a server is expected to be.
public struct ServerProfile: Sendable {
  /// Where it is.
  public var door: ServerDoor
  /// The endpoint that is asked.
  public var endpoint: EndpointID
  /// An endpoint of the same application with a sub-path; `nil` where none is known.
  public var subpathEndpoint: EndpointID?
  /// What is known of the endpoint's input and output; `nil` for nothing.
  public var document: OpenAPIDocument?
  /// Whether replies are expected as observed or as documented.
  public var form: ReplyForm

  /// Creates a profile.
  public init(
    door: ServerDoor, endpoint: EndpointID, subpathEndpoint: EndpointID? = nil,
    document: OpenAPIDocument? = nil, form: ReplyForm = .observed
  ) {
    self.door = door
    self.endpoint = endpoint
    self.subpathEndpoint = subpathEndpoint
    self.document = document
    self.form = form
  }

  /// The endpoint that a job is submitted to.
  func endpoint(of job: ProbeJob) -> EndpointID {
    job == .subpath ? subpathEndpoint ?? endpoint : endpoint
  }
}
