using System.Globalization;

namespace Friending.Service.Digests;

/// <summary>Whom a digest is for.</summary>
/// <param name="Name">As <see cref="Digest.Audience"/> says it: <see cref="Digest.Organisation"/>, or the department's name.</param>
/// <param name="Department">The department, exactly as requests state it; null for the whole organisation.</param>
/// <param name="Recipients">The mail addresses to send it to; of a repeated delivery, only those that have not been reached.</param>
/// <param name="Language">The language it is written in.</param>
public sealed record DigestAudience(string Name, string? Department, IReadOnlyList<string> Recipients, CultureInfo Language);
