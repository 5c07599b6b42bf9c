// Falsework
// SPDX-License-Identifier: MIT

/// The rules of the container, glTF 2.0 §4.4.
struct ContainerCheck {
  /// What became of the binary chunk.
  enum Binary {
    /// It lies in the file.
    case found(Range<Int>)
    /// There is none.
    case absent
    /// It may be in what cannot be read; that was noted.
    case hidden

    var range: Range<Int>? {
      if case .found(let range) = self { range } else { nil }
    }
  }

  let log: IssueLog

  func check(_ container: GLBContainer) -> Binary {
    for fault in container.faults { add(fault, container) }
    checkOrder(container.chunks)
    checkLengths(container)
    if container.chunks.count > 1, container.chunks[1].type == GLBFormat.binaryChunk {
      return .found(container.chunks[1].byteRange)
    }
    let isWhole = container.faults.allSatisfy { fault in
      switch fault {
      case .lengthMismatch, .chunkUnaligned: true
      default: false
      }
    }
    return isWhole ? .absent : .hidden
  }

  private func add(_ fault: GLBError, _ container: GLBContainer) {
    let text = fault.description
    switch fault {
    case .fileTooLong, .chunksTooMany: log.add(.limitExceeded, atByte: 0, text)
    case .headerTruncated: log.add(.glbUnexpectedEndOfHeader, atByte: 0, text)
    case .magicMismatch: log.add(.glbInvalidMagic, atByte: 0, text)
    case .versionUnsupported: log.add(.glbInvalidVersion, atByte: 4, text)
    case .lengthMismatch(let declared, _):
      if declared < GLBFormat.headerByteCount + GLBFormat.chunkHeaderByteCount {
        log.add(.glbLengthTooSmall, atByte: 8, text)
      } else if container.goesOn {
        log.add(.glbExtraData, atByte: declared, text)
      } else if !container.isCut {
        log.add(.glbLengthMismatch, atByte: 8, text)
      }
    case .chunkHeaderTruncated(let offset):
      log.add(.glbUnexpectedEndOfChunkHeader, atByte: offset, text)
    case .chunkUnaligned(let offset, _):
      log.add(.glbChunkLengthUnaligned, atByte: offset, text)
    case .chunkTruncated(let offset, let byteCount, _):
      let end = offset + GLBFormat.chunkHeaderByteCount + byteCount
      let isBeyondHeader = end > container.declaredByteCount ?? 0
      log.add(
        isBeyondHeader ? .glbChunkTooBig : .glbUnexpectedEndOfChunkData, atByte: offset, text)
    case .jsonChunkMissing, .binaryChunkMissing, .jsonTooLong, .jsonMalformed, .jsonTooDeep,
      .memberUnusable, .bytesOutOfBounds, .imageMalformed:
      break
    }
  }

  private func checkOrder(_ chunks: [GLBSummary.Chunk]) {
    for (index, chunk) in chunks.enumerated() {
      let offset = chunk.byteRange.lowerBound - GLBFormat.chunkHeaderByteCount
      let isKnown = [GLBFormat.jsonChunk, GLBFormat.binaryChunk].contains(chunk.type)
      if index == 0, chunk.type != GLBFormat.jsonChunk {
        log.add(
          .glbUnexpectedFirstChunk, atByte: offset, "the first chunk is \(chunk.name), not JSON")
      } else if isKnown, chunks[..<index].contains(where: { $0.type == chunk.type }) {
        log.add(.glbDuplicateChunk, atByte: offset, "there is another \(chunk.name) chunk")
      } else if index > 1, chunk.type == GLBFormat.binaryChunk {
        log.add(.glbUnexpectedBinChunk, atByte: offset, "the binary chunk is not the second")
      } else if !isKnown {
        log.add(.glbUnknownChunkType, atByte: offset, "\(chunk.name) is no known type of chunk")
      }
      guard chunk.byteRange.isEmpty else { continue }
      log.add(
        chunk.type == GLBFormat.binaryChunk ? .glbEmptyBinChunk : .glbEmptyChunk, atByte: offset,
        "the \(chunk.name) chunk is empty")
    }
  }

  private func checkLengths(_ container: GLBContainer) {
    guard let declared = container.declaredByteCount,
      declared >= GLBFormat.headerByteCount + GLBFormat.chunkHeaderByteCount
    else { return }
    for chunk in container.chunks where chunk.byteRange.upperBound > declared {
      log.add(
        .glbChunkTooBig, atByte: chunk.byteRange.lowerBound - GLBFormat.chunkHeaderByteCount,
        "the \(chunk.name) chunk ends at byte \(chunk.byteRange.upperBound), "
          + "behind the header's \(declared)")
    }
  }
}

extension GLBContainer {
  /// Whether the file ends inside a chunk.
  fileprivate var isCut: Bool {
    faults.contains { fault in
      switch fault {
      case .chunkHeaderTruncated, .chunkTruncated: true
      default: false
      }
    }
  }
}
