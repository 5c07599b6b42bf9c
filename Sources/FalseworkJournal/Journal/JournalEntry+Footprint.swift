// Falsework
// SPDX-License-Identifier: MIT

extension JournalEntry {
  /// The bytes of memory that the entry takes, itself and what it refers to.
  ///
  /// Text that is shared with others counts as if it were not, and an eighth is added for what
  /// the allocator loses between blocks (measured: a seventh after a million exchanges).
  var footprint: Int { (MemoryLayout<Self>.stride + heapBytes) * 9 / 8 }

  /// The bytes outside of the entry itself.
  var heapBytes: Int {
    let origin = Heap.bytes(of: origin.session) + Heap.bytes(of: origin.door)
    let names = Heap.bytes(of: operation) + Heap.bytes(of: scenarios, Heap.bytes(of:))
    let found =
      Heap.bytes(of: faults, \.heapBytes) + Heap.bytes(of: nearMisses, \.heapBytes)
      + Heap.bytes(of: notes, \.heapBytes)
    return origin + names + Heap.bytes(of: job?.requestID) + request.heapBytes
      + response.heapBytes + found
  }
}

/// What things take on the heap.
private enum Heap {
  /// The object's header, the count and the capacity of a string's or an array's storage.
  private static let headerBytes = 32
  /// What the allocator rounds up to, and what it keeps for itself.
  private static let (unitBytes, ownBytes) = (16, 8)
  /// Longer strings have storage of their own.
  private static let smallStringBytesMax = 15

  static func bytes(of text: String) -> Int {
    let count = text.utf8.count
    return count <= smallStringBytesMax ? 0 : rounded(count + 1)
  }

  static func bytes(of text: String?) -> Int {
    if let text { bytes(of: text) } else { 0 }
  }

  static func bytes<Element>(of elements: [Element], _ each: (Element) -> Int) -> Int {
    if elements.isEmpty { return 0 }
    let stride = MemoryLayout<Element>.stride
    return rounded(elements.capacity * stride) + elements.reduce(0) { $0 + each($1) }
  }

  static func bytes(of fields: JournalFields) -> Int {
    fields.isEmpty ? 0 : rounded(fields.capacity)
  }

  private static func rounded(_ bytes: Int) -> Int {
    (bytes + headerBytes + ownBytes + unitBytes - 1) / unitBytes * unitBytes
  }
}

extension JournalRequest {
  fileprivate var heapBytes: Int {
    let line = Heap.bytes(of: method) + Heap.bytes(of: host) + Heap.bytes(of: path)
    return line + Heap.bytes(of: query) + Heap.bytes(of: fields) + body.heapBytes
  }
}

extension JournalResponse {
  fileprivate var heapBytes: Int { Heap.bytes(of: fields) + body.heapBytes }
}

extension JournalBody {
  fileprivate var heapBytes: Int {
    switch preview {
    case .none: Heap.bytes(of: digest)
    case .whole(let text), .beginning(let text): Heap.bytes(of: digest) + Heap.bytes(of: text)
    }
  }
}

extension JournalFault {
  fileprivate var heapBytes: Int {
    Heap.bytes(of: scenario) + Heap.bytes(of: rule) + Heap.bytes(of: why)
      + Heap.bytes(of: state.reason) + Heap.bytes(of: actions, Heap.bytes(of:))
      + Heap.bytes(of: draws) { Heap.bytes(of: $0.name) }
  }
}

extension JournalNearMiss {
  fileprivate var heapBytes: Int {
    Heap.bytes(of: scenario) + Heap.bytes(of: rule) + Heap.bytes(of: condition)
      + Heap.bytes(of: why)
  }
}

extension JournalNote {
  fileprivate var heapBytes: Int { Heap.bytes(of: kind.rawValue) + Heap.bytes(of: text) }
}
