// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkProtocol
internal import FalseworkQueue
internal import HTTPTypes

extension FaultOperation {
  /// What a request to a route is about, as rules name it.
  init(_ route: Route, _ method: HTTPRequest.Method) {
    switch route {
    case .submit: self = .submit
    case .run: self = .run
    case .request(_, _, .status): self = .status
    case .request(_, _, .statusStream): self = .stream
    case .request(_, _, .result): self = .result
    case .request(_, _, .cancel): self = .cancel
    case .file: self = method == .put ? .upload : .file
    case .upload, .partedUpload, .part, .completion: self = .upload
    case .storage(.initiation), .storage(.partedInitiation): self = .storage
    case .storage: self = .token
    case .openAPI: self = .document
    case .webhookKeys: self = .keys
    case .models, .pricing, .unknown: self = .other
    }
  }
}

extension JobPhase {
  init(_ phase: Phase) {
    switch phase {
    case .inQueue: self = .inQueue
    case .inProgress: self = .inProgress
    case .completed: self = .completed
    }
  }
}
