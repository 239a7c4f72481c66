using System.Buffers.Text;
using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Friending.Tool;

/// <summary><c>new-key NAME ROLE…</c>: makes a key and prints it once, with the settings that make the service accept it.</summary>
internal static partial class NewKeyCommand
{
    // 256 bits: the size of SHA-256, by which the service compares keys.
    private const int KeyBytes = 32;

    // The roles of the service, which this program does not reference; a test compares them.
    private static readonly string[] s_roles = ["Submit", "Review", "Audit", "Admin"];

    internal static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("NAME")
        {
            Description = "The caller's name: 1 to 64 letters, digits and single underscores.",
        };
        name.Validators.Add(result =>
        {
            var text = result.GetValueOrDefault<string>();
            if (!Name().IsMatch(text) || text.Contains("__", StringComparison.Ordinal))
                result.AddError("NAME must be 1 to 64 letters, digits and single underscores: it is part of a setting's name.");
        });
        var roles = new Argument<string[]>("ROLE")
        {
            Description = $"What the caller may do: {string.Join(", ", s_roles)}.",
            Arity = ArgumentArity.OneOrMore,
        };
        roles.Validators.Add(result =>
        {
            foreach (var role in result.Tokens.Select(t => t.Value).Where(t => !s_roles.Contains(t, StringComparer.OrdinalIgnoreCase)))
                result.AddError($"There is no role {role}; the roles are {string.Join(", ", s_roles)}.");
        });
        var command =
            new Command("new-key", "Make a key for a program, with the settings that make the service accept it.") { name, roles };
        command.SetAction(parsed =>
        {
            var given = parsed.GetRequiredValue(roles);
            Write(terminal, parsed.GetRequiredValue(name), [.. s_roles.Where(r => given.Contains(r, StringComparer.OrdinalIgnoreCase))]);
            return ExitCode.Fine;
        });
        return command;
    }

    private static void Write(Terminal terminal, string name, string[] roles)
    {
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        terminal.Text("The key, for the caller's own store of secrets. It is shown only now and is stored nowhere:");
        terminal.Text($"  {key}");
        terminal.Text("The settings, for the service:");
        terminal.Text($"  Keys__{name}__Sha256={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}");
        for (var i = 0; i < roles.Length; i++)
            terminal.Text(FormattableString.Invariant($"  Keys__{name}__Roles__{i}={roles[i]}"));
    }

    [GeneratedRegex("\\A[A-Za-z0-9_]{1,64}\\z")]
    private static partial Regex Name();
}
