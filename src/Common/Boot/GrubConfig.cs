using System.Globalization;
using System.Text;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Common.Boot;

/// <summary>
/// The table that becomes /etc/default/grub. Tasks change it in Preparation; keys come out in the order in which they were first
/// set. Values are text, numbers, switches or lists; null leaves a key out.
/// </summary>
public sealed class GrubConfig : IInput
{
    private readonly List<string> _order = [];
    private readonly Dictionary<string, object?> _values = [];

    /// <summary>Starts with what every image has.</summary>
    public GrubConfig()
    {
        this["GRUB_DEFAULT"] = 0;
        // Also the folder on the EFI system partition where signed GRUB looks for its configuration: /EFI/debian.
        this["GRUB_DISTRIBUTOR"] = "Debian";
        this["GRUB_SERIAL_COMMAND"] = "serial";
        this["GRUB_GFXMODE"] = "auto";
    }

    /// <summary>A value: text, a number, a switch, a list of words, or null.</summary>
    /// <exception cref="ArgumentException">The value is of another kind.</exception>
    public object? this[string key]
    {
        get => _values.GetValueOrDefault(key);
        set
        {
            if (value is not (null or string or int or bool or IReadOnlyList<string>))
                throw new ArgumentException($"'{key}' cannot be a {value.GetType().Name}", nameof(value));
            if (!_values.ContainsKey(key))
                _order.Add(key);
            _values[key] = value;
        }
    }

    /// <summary>Adds words to a list, which is made when missing.</summary>
    public void Append(string key, params IReadOnlyList<string> words) =>
        this[key] = (string[])[.. this[key] as IReadOnlyList<string> ?? [], .. words];

    /// <summary>Takes words out of a list.</summary>
    public void Remove(string key, params IReadOnlyList<string> words) =>
        this[key] = (string[])[.. (this[key] as IReadOnlyList<string> ?? []).Except(words)];

    /// <inheritdoc/>
    string IInput.InputText => Render(new());

    /// <summary>The text of /etc/default/grub.</summary>
    /// <param name="boot">What GRUB has in common with other boot loaders: kernel arguments, timeout, and no recovery entries.</param>
    public string Render(BootSettings boot)
    {
        var text = new StringBuilder("# Read by update-grub, which writes /boot/grub/grub.cfg. See: info -f grub -n 'Simple configuration'\n\n");
        (string, object?)[] common =
        [
            ("GRUB_TIMEOUT", (int)boot.Timeout.TotalSeconds),
            ("GRUB_TIMEOUT_STYLE", boot.Timeout == TimeSpan.Zero ? "hidden" : "menu"),
            ("GRUB_DISABLE_RECOVERY", true),
            ("GRUB_CMDLINE_LINUX", boot.KernelArguments),
        ];
        foreach (var (key, content) in _order.Select(key => (key, _values[key])).Concat(common))
        {
            if (Value(content) is { } value)
                text.Append(key).Append('=').Append(value).Append('\n');
        }

        return text.ToString();
    }

    private static string? Value(object? value) => value switch
    {
        string text => ShellText.Quote(text),
        int number => number.ToString(CultureInfo.InvariantCulture),
        bool on => on ? "\"true\"" : "\"false\"",
        IReadOnlyList<string> { Count: > 0 } words => ShellText.Quote(string.Join(' ', words)),
        _ => null,
    };
}
