// Falsework
// SPDX-License-Identifier: MIT

internal import CLinux
internal import FalseworkHTTP
internal import Glibc

/// The file that the content of a request is written to as it comes.
///
/// A write goes to the page cache and takes about as long as copying; it waits for the disk only
/// where the system makes all writers wait.
package final class ContentDraft {
  private let descriptor: CInt
  private let path: String
  private let folder: String
  private let digest: (any ContentDigest)?
  private var byteCount = 0
  private var isWhole = false

  /// Why content cannot be kept, in words for the client and for people.
  struct Trouble: Error {
    let reason: HTTPRefusal.Reason
    let description: String

    init(_ code: CInt, _ folder: String) {
      let isFull = [ENOSPC, EDQUOT, EFBIG].contains(code)
      reason = isFull ? .storageFull : .storageUnusable
      let fix = isFull ? "free some space" : "make it a writable folder"
      description =
        "cannot keep the content in \(folder): \(String(cString: strerror(code))); \(fix)"
    }
  }

  init(_ intake: FileIntake) throws(Trouble) {
    var template = Array("\(intake.folder)/content.XXXXXX".utf8CString)
    descriptor = mkostemp(&template, O_CLOEXEC)
    let code = errno
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    folder = intake.folder
    digest = intake.digest
    guard descriptor >= 0 else { throw Trouble(code, folder) }
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    if !isWhole { unlink(path) }
  }

  /// Writes the next piece.
  func append(_ piece: [UInt8]) throws(Trouble) {
    var written = 0
    while written < piece.count {
      let count = piece.withUnsafeBytes { bytes in
        write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Trouble(count < 0 ? errno : ENOSPC, folder) }
      written += count
    }
    piece.withUnsafeBytes { digest?.update($0) }
    byteCount += written
  }

  /// The file with all that was written; nothing is written any more.
  func finish() -> ReceivedFile {
    isWhole = true
    return ReceivedFile(path: path, byteCount: byteCount, digest: digest?.finish() ?? [])
  }
}
