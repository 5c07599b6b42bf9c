// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import Glibc

/// A digest that is the sum of the bytes.
final class SumDigest: ContentDigest {
  private var sum: UInt8 = 0

  func update(_ piece: UnsafeRawBufferPointer) {
    for byte in piece { sum &+= byte }
  }

  func finish() -> [UInt8] { [sum] }
}

/// A digest that, once a piece was written, puts the system's full device in the file's place.
final class FullDisk: ContentDigest {
  private let folder: String

  init(folder: String) {
    self.folder = folder
  }

  func update(_ piece: UnsafeRawBufferPointer) {
    let full = open("/dev/full", O_WRONLY | O_CLOEXEC)
    defer { close(full) }
    for descriptor in CInt(0)..<1024 {
      var target = [CChar](repeating: 0, count: 4096)
      let count = readlink("/proc/self/fd/\(descriptor)", &target, target.count)
      let bytes = target.prefix(max(0, count)).map(UInt8.init(bitPattern:))
      if bytes.starts(with: folder.utf8) { dup2(full, descriptor) }
    }
  }

  func finish() -> [UInt8] { [] }
}
