// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkHTTP
internal import FalseworkProtocol
internal import FalseworkStore
internal import FalseworkTLS
internal import HTTPTypes

extension FalService {
  /// Where the content of a request goes: that of an upload to a file, all else to memory.
  func intake(of visit: FalVisit, _ request: ServerRequest) -> ContentIntake {
    switch (visit.route, request.head.method) {
    case (.upload, .post), (.file, .put): fileIntake(bytesMax: UploadLimits.fileBytesMax)
    case (.part, .put): fileIntake(bytesMax: UploadLimits.partBytesMax)
    default: .memory
    }
  }

  private func fileIntake(bytesMax: Int) -> ContentIntake {
    .file(
      FileIntake(folder: store.incomingFolder, bytesMax: bytesMax, digest: SHA256Content()))
  }
}

/// What a client has uploaded in one request, on its way to the store.
struct UploadedContent: Sendable {
  let contents: NewContents
  let size: Int
  /// The SHA-256 digest in hexadecimal.
  let digest: String
  private let file: ReceivedFile?

  init(of request: ServerRequest) {
    file = request.file
    if let file {
      contents = .file(path: file.path)
      size = file.byteCount
      digest = Digest.hexadecimal(file.digest)
    } else {
      contents = .bytes(request.content)
      size = request.content.count
      digest = Digest.hexadecimal(of: request.content)
    }
  }

  /// Says that the store has it now.
  func stored() {
    file?.release()
  }
}
