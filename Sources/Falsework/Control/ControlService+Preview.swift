// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkJSON
internal import FalseworkMesh
internal import FalseworkProtocol
internal import FalseworkQueue
internal import FalseworkStore
internal import Foundation
internal import HTTPTypes

extension ControlService {
  /// `GET /_falsework/requests/{id}/preview.png`: a picture of the mesh that a request made.
  func preview(_ text: String) async throws -> Reply {
    guard let id = RequestID(text), let record = try await store.settledRequest(id) else {
      throw ControlProblem(
        .notFound, "there is no request \(text); /_falsework/requests lists the latest")
    }
    guard let file = try meshFile(of: record) else {
      throw ControlProblem(.notFound, "request \(text) has \(try await reasonForNoMesh(record))")
    }
    let path = store.localPath(of: file)
    let drawing = await WorkThreads.patient.run { Self.drawing(ofFileAt: path) }
    switch drawing {
    case .success(let png):
      return Reply(.ok, fields: [.contentType: "image/png"], content: .bytes(png))
    case .failure(let error):
      throw ControlProblem(.notFound, "request \(text) has nothing to draw: \(error)")
    }
  }

  /// Why a request has no mesh, as things stand.
  private func reasonForNoMesh(_ record: RequestRecord) async throws -> String {
    switch record.ending {
    case .succeeded(let input):
      guard record.output?.makesMesh == true else { return "no mesh, as its output has none" }
      if case .failures(let details)? = try await inputs.recall(input, of: record) {
        return "no mesh, as its result is an error: \(Self.reason(in: .array(details)))"
      }
      return "no mesh yet; fetch its result, which makes it"
    case .cancelled: return "no mesh, as it was cancelled"
    case .failed(let failure): return "no mesh, as it ends with \(failure.type)"
    case .rejected(_, let body):
      return "no mesh, as its result is an error: \(Self.reason(in: body["detail"] ?? .null))"
    }
  }

  /// What an error says: the first entry of its detail, or all of it.
  private static func reason(in detail: JSONValue) -> String {
    detail.stringValue ?? detail[0]?["msg"]?.stringValue ?? "fetch it to see why"
  }

  private func meshFile(of record: RequestRecord) throws -> FileRecord? {
    for ordinal in 0..<(record.output?.gaps.count ?? 0) {
      let file = try store.file(of: record.id, ordinal)
      if let file, file.name.hasSuffix(".glb") { return file }
    }
    return nil
  }

  /// A file that is gone is drawn as one of no bytes, which the error says.
  private static func drawing(ofFileAt path: String) -> Result<[UInt8], MeshPreviewError> {
    let bytes = [UInt8](FileManager.default.contents(atPath: path) ?? Data())
    return Result { () throws(MeshPreviewError) in try MeshPreview().render(bytes).png }
  }
}
