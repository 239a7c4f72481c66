using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Friending.Api;

namespace Friending.LocalHost.Commands;

/// <summary>The command <c>new-key NAME ROLE…</c>: makes a key and prints it, the only time that it is ever seen, with the settings to store.</summary>
internal static partial class NewKey
{
    /// <summary>What the command is called.</summary>
    internal const string Command = "new-key";

    private const int KeyBytes = 32;

    /// <summary>Runs the command; the exit code is 0, or 2 if the arguments are wrong, and then no key is made.</summary>
    internal static int Run(string[] args, TextWriter output, TextWriter error)
    {
        if (args is not [var name, _, ..])
            return Refuse(error, $"Usage: {Command} NAME ROLE…, where a role is one of {string.Join(", ", Enum.GetNames<Role>())}.");
        if (!Name().IsMatch(name) || name.Contains("__", StringComparison.Ordinal))
            return Refuse(error, "NAME must be 1 to 64 letters, digits and single underscores: it is part of a setting's name.");
        var roles = new List<string>();
        foreach (var arg in args.Skip(1))
        {
            if (Enum.GetNames<Role>().FirstOrDefault(r => r.Equals(arg, StringComparison.OrdinalIgnoreCase)) is not { } role)
                return Refuse(error, $"{arg} is no role; the roles are {string.Join(", ", Enum.GetNames<Role>())}.");
            if (!roles.Contains(role))
                roles.Add(role);
        }

        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        output.WriteLine("The key, for the caller's own store of secrets. It is shown this once and kept nowhere:");
        output.WriteLine($"  {key}");
        output.WriteLine("The settings, for the service:");
        output.WriteLine($"  {KeysOptions.Section}__{name}__Sha256={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}");
        for (var i = 0; i < roles.Count; i++)
            output.WriteLine(FormattableString.Invariant($"  {KeysOptions.Section}__{name}__Roles__{i}={roles[i]}"));
        return 0;
    }

    private static int Refuse(TextWriter error, string why)
    {
        error.WriteLine(why);
        return 2;
    }

    [GeneratedRegex("\\A[A-Za-z0-9_]{1,64}\\z")]
    private static partial Regex Name();
}
