using System.CommandLine;
using BootstrapVz.Base.Architectures;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Cli.Building;
using BootstrapVz.Common.Inspection;
using BootstrapVz.Common.Qemu;

namespace BootstrapVz.Cli.Verbs;

/// <summary><c>boot IMAGE</c>: starts an image in QEMU, its serial console on this terminal.</summary>
internal static class BootVerb
{
    private static readonly Bytes LeastMemory = Bytes.MiB(64);

    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal)
    {
        var image = new Argument<string>("IMAGE") { Description = "An image, raw or qcow2." };
        var firmware = Found("--firmware", "The machine's firmware.", "bios", "uefi");
        var secure = new Option<bool>("--secure-boot") { Description = "UEFI that starts only what is signed with Microsoft's keys." };
        var trust = new Option<string>("--trust") { Description = "With --secure-boot: a certificate in place of Microsoft's, as of system.secure_boot.", HelpName = "FILE" };
        var architecture = Found("--architecture", "The machine's architecture.", [.. ArchitectureTable.All.Select(known => known.Name)]);
        var port = new Option<int?>("--ssh-port") { Description = "A port of this host that leads to the machine's SSH server.", HelpName = "N" };
        port.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var number) && number is > 0 and < 65536))
                result.AddError($"option '--ssh-port' takes a port from 1 to 65535, not '{token.Value}'");
        });
        var memory = new Option<string>("--memory") { Description = "The machine's memory.", HelpName = "SIZE", DefaultValueFactory = _ => "1GiB" };
        memory.Validators.Add(static result =>
        {
            if (!Bytes.TryParse(result.GetValueOrDefault<string>(), null, out var size) || size < LeastMemory)
                result.AddError($"option '--memory' takes a size such as 512MiB, at least {LeastMemory}, not '{result.GetValueOrDefault<string>()}'");
        });
        var drive = new Option<string[]>("--drive") { Description = "A further drive, raw or qcow2, such as a seed of cloud-init; may be given several times.", HelpName = "FILE", DefaultValueFactory = _ => [] };
        var writable = new Option<bool>("--writable") { Description = "Keep what the machine writes; else the image stays as it is." };
        var command = new Command("boot", "Starts an image in QEMU; Ctrl-A X ends it.") { image, firmware, secure, trust, architecture, port, memory, drive, writable };
        command.Validators.Add(result =>
        {
            if (result.GetValue(firmware) == "bios" && result.GetValue(secure))
                result.AddError("option '--secure-boot' is of UEFI, not of 'bios'");
            if (result.GetValue(trust) is not null && !result.GetValue(secure))
                result.AddError("option '--trust' is nothing without '--secure-boot'");
        });
        command.SetAction((parsed, ct) => RunAsync(
            new()
            {
                Image = terminal.FullPath(parsed.GetRequiredValue(image)),
                SecureBoot = parsed.GetValue(secure),
                Trusted = parsed.GetValue(trust) is { } certificate ? terminal.FullPath(certificate) : null,
                SshPort = parsed.GetValue(port),
                Memory = Bytes.Parse(parsed.GetRequiredValue(memory), null),
                Writable = parsed.GetValue(writable),
            },
            parsed.GetValue(architecture),
            parsed.GetValue(firmware),
            [.. parsed.GetRequiredValue(drive).Select(terminal.FullPath)],
            terminal,
            ct));
        return command;
    }

    // A word that is found out from the image when it is not given.
    private static Option<string?> Found(string name, string description, params string[] words)
    {
        var option = new Option<string?>(name) { Description = $"{description} [default: the image's]", HelpName = string.Join('|', words) };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !words.Contains(token.Value))
                result.AddError($"option '{name}' takes {string.Join(", ", words[..^1])} or {words[^1]}, not '{token.Value}'");
        });
        return option;
    }

    private static async Task<int> RunAsync(QemuOptions options, string? architecture, string? firmware, IReadOnlyList<string> drives, Terminal terminal, CancellationToken ct)
    {
        // An image may have to be unpacked for this.
        var machine = architecture is not null && firmware is not null ? null : await ImageMachine.FindAsync(ThisHost.Quiet, options.Image, SharedOptions.ImageScratchOf(terminal, null), ct);
        options = options with
        {
            Architecture = architecture is null ? machine!.Architecture : ArchitectureTable.Get(architecture),
            Drives = await Task.WhenAll(drives.Select(drive => QemuDrive.OfAsync(drive, ct))),
            Firmware = firmware is null ? machine!.Firmware : Enum.Parse<Firmware>(firmware, ignoreCase: true),
        };
        if (options.SshPort is { } port)
            await terminal.Error.WriteLineAsync($"SSH: ssh -p {port} root@localhost".AsMemory(), ct);
        var code = await new QemuRunner(ThisHost.Quiet, new ConsoleLog(terminal.Error)).RunInteractiveAsync(options, ct);
        return (code == 0 ? ExitCode.Success : ExitCode.BuildFailed).Code();
    }

    private sealed class ConsoleLog(TextWriter to) : IBuildLog
    {
        public void Write(LogLevel level, string text)
        {
            if (level >= LogLevel.Info)
                to.WriteLine(text);
        }

        public void Progress(string counter, long done, long total, string unit)
        {
            // Nothing here takes long enough to count.
        }
    }
}
