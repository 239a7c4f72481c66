using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Friending.LocalHost.Emulators;

namespace Friending.Infrastructure.Tests;

/// <summary>docs/dependencies.md lists what the projects depend on, with the licence that each package itself states.</summary>
public partial class DependenciesTests
{
    // Binaries of Microsoft's under terms that allow use and distribution in a program: what the host's extensions ask for,
    // https://go.microsoft.com/fwlink/?LinkId=329770.
    private const string MicrosoftLibrary = "Microsoft .NET Library";

    // What may come along. All allow use in a service; MPL-2.0 asks only for changes to its own files.
    private static readonly string[] AcceptedLicences =
        [MicrosoftLibrary, "0BSD", "Apache-2.0", "BlueOak-1.0.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0", "MPL-2.0",
            "(MIT OR CC0-1.0)", "(MPL-2.0 OR Apache-2.0)", "Python-2.0", "Unlicense"];

    // Packages that state theirs in another way, looked at by hand.
    private static readonly Dictionary<string, string> StatedElsewhere = new()
    {
        ["https://github.com/dotnet/corefx/blob/master/LICENSE.TXT"] = "MIT",
        ["http://go.microsoft.com/fwlink/?LinkId=329770"] = MicrosoftLibrary,
        ["https://raw.githubusercontent.com/aspnet/AspNetCore/2.0.0/LICENSE.txt"] = "Apache-2.0",
        ["https://raw.githubusercontent.com/aspnet/Home/2.0.0/LICENSE.txt"] = "Apache-2.0",
        // The WebJobs SDK, https://github.com/Azure/azure-webjobs-sdk.
        ["https://go.microsoft.com/fwlink/?linkid=2028464"] = "MIT",
        ["https://github.com/Azure/azure-storage-net/blob/master/LICENSE.txt"] = "Apache-2.0",
        ["http://www.apache.org/licenses/LICENSE-2.0"] = "Apache-2.0",
        ["https://raw.githubusercontent.com/xunit/xunit/master/license.txt"] = "Apache-2.0",
        ["https://raw.github.com/JamesNK/Newtonsoft.Json.Bson/master/LICENSE.md"] = "MIT",
        // tv4, used by Azurite's OData parser: its author gives it to the public domain, or under MIT where there is none.
        ["http://geraintluff.github.io/tv4/LICENSE.txt"] = "MIT",
        // Its file LICENSE: in transition from MIT to Apache-2.0.
        ["@modelcontextprotocol/inspector-cli"] = "Apache-2.0",
        // reserved, used by Spectral: its README says MIT.
        ["reserved"] = "MIT",
    };

    private static readonly string Root =
        typeof(DependenciesTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryFolder").Value!;

    [Fact]
    public void Every_dependency_is_listed_and_nothing_else() => Assert.Equal(
        CentralVersions().Select(v => v.Id).Union(VersionsOfOneProject())
            .Concat(NpmDependencies().Distinct().Select(d => $"{d} (npm)"))
            .Concat(Tools().Select(t => $"{t.Id} (tool)")).Order(StringComparer.OrdinalIgnoreCase),
        Rows().Select(r => r.Name).Order(StringComparer.OrdinalIgnoreCase));

    // Versions and hashes that were looked at, not what a feed has to offer on the day:
    // https://learn.microsoft.com/nuget/consume-packages/package-references-in-project-files#locking-dependencies
    [Fact]
    public void Every_project_has_its_packages_locked_and_CI_restores_those()
    {
        var generated = $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}";

        Assert.Equal([], Files("*.csproj").Where(f => !f.Contains(generated, StringComparison.Ordinal)
            && !Directory.EnumerateFiles(Path.GetDirectoryName(f)!, "packages*.lock.json").Any()));
        var restore = "dotnet restore FriendingFunctions.sln --locked-mode\n";
        Assert.Contains(restore, File.ReadAllText(Path.Combine(Root, ".ci", "run")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_dependency_is_used()
    {
        var used = Files("*.csproj").SelectMany(f => XDocument.Load(f).Descendants("PackageReference"))
            .Select(r => NameOf(r.Attribute("Include")!.Value)).ToHashSet(StringComparer.OrdinalIgnoreCase);

        Assert.Equal([], CentralVersions().Where(v => !v.Group.StartsWith("Pinned", StringComparison.Ordinal) && !used.Contains(v.Id))
            .Select(v => v.Id));
    }

    [Fact]
    public async Task Every_dependency_has_the_licence_that_the_list_says_and_a_reason()
    {
        var packages = RestoredPackages();
        var tools = await RestoredToolsAsync(Path.GetDirectoryName(packages[0].Folder)!);
        foreach (var (name, licence, _, reason) in Rows())
        {
            Assert.NotEmpty(reason);
            if (name.EndsWith(" (npm)", StringComparison.Ordinal))
                Assert.Equal((name, licence), (name, NpmPackages().First(p => $"{p.Name} (npm)" == name).Licence));
            else if (tools.TryGetValue(name, out var folder))
                Assert.Equal((name, licence), (name, LicenceOf(folder)));
            else
                Assert.Equal((name, licence),
                    (name, LicenceOf(packages.First(p => NameOf(p.Id).Equals(name, StringComparison.OrdinalIgnoreCase)).Folder)));
        }
    }

    [Fact]
    public void Every_package_that_comes_along_has_a_licence_that_we_accept()
    {
        var found = RestoredPackages().Select(p => (p.Id, Licence: LicenceOf(p.Folder))).Concat(NpmPackages()).ToList();

        Assert.True(found.Count > 300, $"Only {found.Count} packages were found.");
        Assert.Equal([], found.Where(p => !AcceptedLicences.Contains(p.Licence)).Select(p => $"{p.Item1}: {p.Licence}"));
    }

    private static IEnumerable<(string Name, string Licence, string Where, string Reason)> Rows() =>
        from line in File.ReadLines(Path.Combine(Root, "docs", "dependencies.md"))
        where line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| package |", StringComparison.Ordinal)
        let cells = line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries)
        select (cells[0], cells[1], cells[2], cells[3]);

    private static IEnumerable<(string Id, string Group)> CentralVersions() =>
        from version in XDocument.Load(Path.Combine(Root, "Directory.Packages.props")).Descendants("PackageVersion")
        select (NameOf(version.Attribute("Include")!.Value), version.Parent!.Attribute("Label")!.Value);

    // References with a version of their own, which would not do for every project.
    private static IEnumerable<string> VersionsOfOneProject() =>
        from file in Files("*.csproj")
        from reference in XDocument.Load(file).Descendants("PackageReference")
        where reference.Attribute("VersionOverride") is not null
        select reference.Attribute("Include")!.Value;

    // The Bicep CLI is a package a platform.
    private static string NameOf(string id) =>
        id.StartsWith("Azure.Bicep.CommandLine.", StringComparison.OrdinalIgnoreCase) ? "Azure.Bicep.CommandLine.*" : id;

    private static IEnumerable<string> NpmDependencies() =>
        from file in Files("package.json")
        let manifest = JsonElement.Parse(File.ReadAllBytes(file))
        from section in new[] { "dependencies", "devDependencies" }
        where manifest.TryGetProperty(section, out _)
        from dependency in manifest.GetProperty(section).EnumerateObject()
        select dependency.Name;

    private static IEnumerable<(string Name, string Licence)> NpmPackages() =>
        from file in Files("package-lock.json")
        from package in JsonElement.Parse(File.ReadAllBytes(file)).GetProperty("packages").EnumerateObject()
        where package.Name.Length > 0
        let name = package.Name[(package.Name.LastIndexOf("node_modules/", StringComparison.Ordinal) + "node_modules/".Length)..]
        let stated = package.Value.TryGetProperty("license", out var licence)
            && !licence.ToString().StartsWith("SEE LICENSE", StringComparison.Ordinal) ? licence.ToString() : name
        select (name, StatedElsewhere.GetValueOrDefault(stated, stated));

    // As the last restore of each project resolved them, those that come along included.
    private static List<(string Id, string Folder)> RestoredPackages() =>
    [
        .. (from file in Files("project.assets.json")
            let assets = JsonElement.Parse(File.ReadAllBytes(file))
            from library in assets.GetProperty("libraries").EnumerateObject()
            where library.Value.GetProperty("type").GetString() == "package"
            from cache in assets.GetProperty("packageFolders").EnumerateObject()
            let folder = Path.Combine(cache.Name, library.Value.GetProperty("path").GetString()!)
            where Directory.Exists(folder)
            select (library.Name.Split('/')[0], folder)).Distinct(),
    ];

    private static IEnumerable<(string Id, string Version, string Manifest)> Tools() =>
        from manifest in Files("dotnet-tools.json")
        from tool in JsonElement.Parse(File.ReadAllBytes(manifest)).GetProperty("tools").EnumerateObject()
        select (tool.Name, tool.Value.GetProperty("version").GetString()!, manifest);

    private static async Task<Dictionary<string, string>> RestoredToolsAsync(string ofPackage)
    {
        var cache = Path.GetDirectoryName(ofPackage)!;
        foreach (var manifest in Tools().Select(t => t.Manifest).Distinct())
        {
            var run = await CommandRun.RunAsync(
                "dotnet", ["tool", "restore", "--tool-manifest", manifest], Root, TestContext.Current.CancellationToken);
            Assert.True(run.ExitCode == 0, run.Output);
        }
        return Tools().ToDictionary(t => $"{t.Id} (tool)", t => Path.Combine(cache, t.Id, t.Version));
    }

    private static string LicenceOf(string folder)
    {
        var metadata = XDocument.Load(Directory.EnumerateFiles(folder, "*.nuspec").Single()).Root!.Elements().First();
        string? Metadata(string name) => metadata.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value;
        var type = metadata.Elements().FirstOrDefault(e => e.Name.LocalName == "license")?.Attribute("type")?.Value;
        if (type == "expression")
            return Metadata("license")!;
        if (type != "file")
            return StatedElsewhere.GetValueOrDefault(Metadata("licenseUrl") ?? "", Metadata("licenseUrl") ?? "none");
        var text = File.ReadAllText(Path.Combine(folder, Metadata("license")!));
        if (text.Contains("MICROSOFT .NET LIBRARY", StringComparison.Ordinal))
            return MicrosoftLibrary;
        return MitLicence().IsMatch(text) ? "MIT" : ApacheLicence().IsMatch(text) ? "Apache-2.0" : text[..Math.Min(40, text.Length)];
    }

    private static IEnumerable<string> Files(string name) => new[] { "src", "tests" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), name, SearchOption.AllDirectories))
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}node_modules{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    [GeneratedRegex(@"\A\s*(The )?MIT License")]
    private static partial Regex MitLicence();

    [GeneratedRegex(@"\A\s*Apache License\s+Version 2\.0")]
    private static partial Regex ApacheLicence();
}
