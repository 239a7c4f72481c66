using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using Friending.LocalHost.Emulators;
using Friending.Policy;
using Friending.Service;
using Microsoft.AspNetCore.Connections;

namespace Friending.LocalHost;

/// <summary>The program's arguments, and what it ends with.</summary>
internal static class CommandLine
{
    /// <summary>It has done what was asked.</summary>
    internal const int Done = 0;

    /// <summary>It could not start, or the demo has found a difference.</summary>
    internal const int Failed = 1;

    /// <summary>An argument or a setting cannot be used.</summary>
    internal const int Unusable = 2;

    /// <summary>Runs the program until it is stopped by SIGINT (Ctrl-C) or SIGTERM.</summary>
    internal static async Task<int> RunAsync(string[] args)
    {
        // System.CommandLine takes the colon in a setting's name for the end of an option's name.
        var settings = args.Where(HostSettings.IsSetting).ToArray();
        var parsed = Create(settings).Parse([.. args.Where(a => !HostSettings.IsSetting(a)).SelectMany(Split)]);
        if (parsed.Action is ParseErrorAction error)
            error.ShowHelp = false;
        // Help and version are synchronous, and are shown whatever else is given.
        if (parsed.Action is ParseErrorAction or AsynchronousCommandLineAction
            && settings.Select(HostSettings.ProblemOf).FirstOrDefault(p => p is not null) is { } problem)
        {
            await Console.Error.WriteLineAsync(problem);
            return Unusable;
        }
        var exitCode = await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        return parsed.Action is ParseErrorAction ? Unusable : exitCode;
    }

    // --name=value as two arguments: a misspelt name with its value would get no suggestion.
    private static string[] Split(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal) ? argument.Split('=', 2) : [argument];

    private static RootCommand Create(string[] settings)
    {
        var port = new Option<int>("--port")
        {
            Description = "The port to serve on; 0 takes any free one.",
            HelpName = "PORT",
            DefaultValueFactory = _ => LocalHost.DefaultPort,
        };
        port.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !ushort.TryParse(text, out _))
                result.AddError($"--port {text}: a port is a number from 0 to 65535.");
        });
        var fresh = new Option<bool>("--fresh") { Description = "Start with empty storage. What was kept from earlier runs is deleted." };
        var demo = new Option<bool>(
            "--demo")
        { Description = "Send sample requests, fill eight weeks with decisions, reviews and appeals, and send the week's digest." };
        var emulatorsOnly = new Option<bool>("--emulators-only")
        {
            Description = "Start the storage and mail emulators without the service, for example beside the Functions host.",
        };
        var root = new RootCommand(
            "Runs Friending on a developer's machine: the service, emulated storage and mail, and sample people to sign in as.")
        {
            port, fresh, demo, emulatorsOnly,
        };
        root.Validators.Add(result =>
        {
            if (result.GetValue(demo) && result.GetValue(emulatorsOnly))
                result.AddError("--demo needs the service, so it cannot be combined with --emulators-only.");
        });
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithSettings((HelpAction)help.Action!);
        root.SetAction((parsed, _) =>
        {
            string[] all = [.. settings, $"--Port={parsed.GetValue(port)}", $"--Fresh={parsed.GetValue(fresh)}"];
            return UntilStoppedAsync(stopped => parsed.GetValue(emulatorsOnly)
                ? LocalHost.RunEmulatorsAsync(all, stopped)
                : LocalHost.RunAsync(all, parsed.GetValue(demo), stopped));
        });
        return root;
    }

    private static async Task<int> UntilStoppedAsync(Func<CancellationToken, Task<int>> run)
    {
        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return await run(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Done;
        }
        catch (Exception e) when (StartFailure.SettingsIn(e) is { } settings)
        {
            await Console.Error.WriteLineAsync(settings);
            return Unusable;
        }
        catch (Exception e) when (e is EmulatorException or PolicyException or AddressInUseException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return Failed;
        }

        // The process ends when everything has ended, not at once.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>The help of System.CommandLine, and then the settings.</summary>
    private sealed class HelpWithSettings(HelpAction help) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var exitCode = help.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Settings, as --Section:Name=VALUE or in the environment as Section__Name=VALUE");
            output.WriteLine("(N: a position from 0; NAME: a name of yours):");
            foreach (var section in HostSettings.All.GroupBy(s => s.Split(':')[0]))
                output.WriteLine($"  {section.Key + ":",-16}{string.Join(", ", section.Select(s => s[(section.Key.Length + 1)..]))}");
            output.WriteLine();
            output.WriteLine(
                "docs/deploy.md explains the settings. What is kept between runs is in .friending at the root of the repository.");
            return exitCode;
        }
    }
}
