using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Friending.Api.Pages;

/// <summary>The files of the pages, as they lie in this assembly.</summary>
internal static class PageFiles
{
    /// <summary>Where pages look for them.</summary>
    internal const string Folder = "pages";

    private const string Prefix = "Friending.Api.Pages/";

    // All pages are the same but for their name: each is a script that fills it.
    private const string Shell = "shell.html";
    private static readonly string[] s_pages = ["admin", "ask", "decisions", "digests", "mine", "policy", "reviews"];

    /// <summary>What all files are together, short. It is part of their addresses, so that a browser may keep them for good
    /// and never mixes two versions.</summary>
    internal static string Version { get; }

    /// <summary>The element for pages of other origins, one script.</summary>
    internal static KnownContent Embed { get; }

    /// <summary>The files by name.</summary>
    internal static FrozenDictionary<string, KnownContent> All { get; }

    static PageFiles()
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var resource in typeof(PageFiles).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
            files[resource[Prefix.Length..]] = Read(resource);
        Embed = new("text/javascript; charset=utf-8", EmbedScript.Of(files));
        files.Remove(Shell, out var shell);
        foreach (var page in s_pages)
            files[$"{page}.html"] = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(shell!).Replace("PAGE", page, StringComparison.Ordinal));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var content in files.Values)
            hash.AppendData(content);
        Version = Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
        All = files.ToFrozenDictionary(f => f.Key,
            f => new KnownContent(MediaTypeOf(f.Key), f.Key.EndsWith(".html", StringComparison.Ordinal) ? WithVersion(f.Value) : f.Value));
    }

    // Only pages name files by their full address; the files name each other relative to themselves.
    private static byte[] WithVersion(byte[] page) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(page).Replace($"\"/{Folder}/", $"\"/{Folder}/{Version}/", StringComparison.Ordinal));

    private static byte[] Read(string resource)
    {
        using var stream = typeof(PageFiles).Assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static string MediaTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".json" => "application/json",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"{name}: the media type of {other} is not known."),
    };
}
