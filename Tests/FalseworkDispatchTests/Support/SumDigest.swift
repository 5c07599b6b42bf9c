// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch

/// A digest that is the sum of the bytes.
final class SumDigest: ContentDigest {
  private var sum: UInt8 = 0

  func update(_ piece: UnsafeRawBufferPointer) {
    for byte in piece { sum &+= byte }
  }

  func finish() -> [UInt8] { [sum] }
}
