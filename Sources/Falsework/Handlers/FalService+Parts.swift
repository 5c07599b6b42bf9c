// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkHTTP
internal import FalseworkJSON
internal import FalseworkProtocol
internal import FalseworkQueue
internal import FalseworkStore
internal import FalseworkTLS
internal import HTTPTypes

/// Uploads in parts: begun by way of the storage (read in fal's JavaScript client) or on the CDN
/// with a token (read in `fal_client` 1.0.3), and then the same.
extension FalService {
  /// `POST` on the storage.
  func initiateInParts(
    _ request: ServerRequest, by session: SessionID, through door: Door
  ) -> FalAnswer {
    storing {
      let parted = PartedUpload(
        id: Self.freshUploadID(), upload: try reservation(body: request, of: session))
      return try await beginning(parted) {
        let url = door.base(of: .cdn) + parted.upload.path
        let parts = Route.partsPath(of: url, upload: parted.id)
        return ["file_url": .string(url), "upload_url": .string(parts)]
      }
    }
  }

  /// `POST` on the CDN, with a token.
  func beginInParts(_ request: ServerRequest, through door: Door) -> FalAnswer {
    uploading(request) { session in
      let parted = PartedUpload(
        id: Self.freshUploadID(), upload: try reservation(request.head.fields, of: session))
      return try await beginning(parted) {
        let url = door.base(of: .cdn) + parted.upload.path
        return ["access_url": .string(url), "uploadId": .string(parted.id)]
      }
    }
  }

  /// `PUT` of a part, in any order and again if need be; who knows the id may.
  func put(
    _ request: ServerRequest, asPart number: String, of id: String, to path: String
  ) -> FalAnswer {
    storing {
      guard let parted = try store.partedUpload(id, to: path) else {
        return reply(.uploadNotFound)
      }
      let isNumber = number.utf8.allSatisfy { (48...57).contains($0) }
      guard isNumber, let number = Int(number), (1...UploadLimits.partCountMax).contains(number)
      else {
        return reply(.badUpload("Part numbers go from 1 to \(UploadLimits.partCountMax)"))
      }
      let content = UploadedContent(of: request)
      let part = PartedUpload.Part(number: number, size: content.size, digest: content.digest)
      let outcome = try await store.put(
        content.contents, as: part, of: parted, bytesMax: UploadLimits.partedBytesMax)
      guard outcome == .kept else { return reply(refusal(outcome)) }
      content.stored()
      let tag = "\"\(part.digest)\""
      var reply = reply(
        FalReply(.ok, ["partNumber": .number(JSONNumber(number)), "etag": .string(tag)]))
      reply.fields[.eTag] = tag
      return reply
    }
  }

  /// `POST` of the list of parts, which ends the upload.
  func complete(
    _ request: ServerRequest, _ id: String, to path: String, through door: Door
  ) -> FalAnswer {
    storing {
      guard let parted = try store.partedUpload(id, to: path) else {
        return reply(.uploadNotFound)
      }
      guard parted.completed == nil else { return reply(refusal(.alreadyCompleted)) }
      let claim = try PartClaim(body: try? JSONValue.parse(request.content, reading: .python))
      let parts = try store.parts(of: parted)
      if let variance = claim.variance(from: parts) { return reply(.badUpload(variance)) }
      let outcome = try await store.complete(
        parted, of: parts, as: Self.whole(of: parts, at: clock.now))
      guard outcome == .kept else { return reply(refusal(outcome)) }
      return reply(FalReply(.ok, ["access_url": .string(door.base(of: .cdn) + path)]))
    }
  }

  private func beginning(
    _ parted: PartedUpload, _ body: () -> JSONValue
  ) async throws -> Reply {
    guard try await store.begin(parted, countMax: UploadLimits.partedCountMax) else {
      return reply(.tooManyUploads(countMax: UploadLimits.partedCountMax))
    }
    return reply(FalReply(.ok, body()))
  }

  /// The parts together; what stands for their digest is made of theirs, so that nothing has to be
  /// read again.
  private static func whole(of parts: [PartedUpload.Part], at now: Timestamp) -> Upload.Contents {
    let digests = parts.map(\.digest).joined()
    return Upload.Contents(
      size: parts.reduce(0) { $0 + $1.size },
      digest: "\(Digest.hexadecimal(of: Array(digests.utf8)))-\(parts.count)", stored: now)
  }

  private func refusal(_ outcome: PartedUpload.Outcome) -> FalReply {
    switch outcome {
    case .kept, .changed: .badUpload("The parts have changed meanwhile")
    case .alreadyCompleted: .badUpload("The upload is completed already")
    case .tooLarge: .uploadTooLarge(bytesMax: UploadLimits.partedBytesMax)
    }
  }

  private static func freshUploadID() -> String {
    Digest.hexadecimal(secureRandomBytes(16))
  }
}
