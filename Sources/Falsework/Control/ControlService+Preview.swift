// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
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
      throw ControlProblem(
        .notFound, "request \(text) has no mesh yet; fetch its result, which makes it")
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
