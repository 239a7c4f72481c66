using System.IO.Compression;
using Azure.Data.Tables;

namespace Friending.Service.Storage;

/// <summary>Keeps a document in a row, compressed, in as many columns as it takes: <c>Gzip00</c>, <c>Gzip01</c>, …</summary>
internal static class GzipColumns
{
    // Azure Tables takes 64 KiB a binary property.
    private const int ChunkSize = 64 * 1024;
    private const string Prefix = "Gzip";

    /// <summary>Adds the document's columns to a row.</summary>
    internal static void Write(TableEntity row, ReadOnlySpan<byte> document)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.SmallestSize))
            gzip.Write(document);
        foreach (var (i, chunk) in buffer.ToArray().Chunk(ChunkSize).Index())
            row[FormattableString.Invariant($"{Prefix}{i:00}")] = chunk;
    }

    /// <summary>The document of a row; null if the row has none.</summary>
    internal static byte[]? Read(TableEntity row)
    {
        byte[] compressed = [.. row.Keys.Where(k => k.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .SelectMany(k => row.GetBinary(k))];
        if (compressed.Length == 0)
            return null;
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress))
            gzip.CopyTo(buffer);
        return buffer.ToArray();
    }
}
