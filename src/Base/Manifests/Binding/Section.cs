using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace BootstrapVz.Base.Manifests.Binding;

/// <summary>One setting of an options record.</summary>
internal sealed class Setting(PropertyInfo property)
{
    private readonly Lazy<Shape> _shape = new(() => Shapes.Of(property.PropertyType, property));

    public PropertyInfo Property { get; } = property;

    public string Key { get; } = property.GetCustomAttribute<SettingAttribute>()?.Key ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);

    public bool IsRequired { get; } = property.IsDefined(typeof(RequiredMemberAttribute)) || property.IsDefined(typeof(RequiredAttribute));

    /// <summary>What values it takes; found on first use, so that records may hold themselves.</summary>
    public Shape Shape => _shape.Value;

    public IReadOnlyList<ValidationAttribute> Limits { get; } =
        [.. property.GetCustomAttributes<ValidationAttribute>().Where(limit => limit is not RequiredAttribute)];

    public bool HasVariables { get; } = property.IsDefined(typeof(VariablesAttribute));

    public bool IsHostFile { get; } = property.IsDefined(typeof(HostFileAttribute));

    public bool IsUnique { get; } = property.IsDefined(typeof(UniqueAttribute));

    public string? KeyPattern { get; } = property.GetCustomAttribute<OtherKeysAttribute>()?.Pattern;

    public T? Limit<T>()
        where T : ValidationAttribute => Limits.OfType<T>().FirstOrDefault();
}

/// <summary>The settings of an options record.</summary>
internal sealed class Section
{
    private static readonly ConcurrentDictionary<Type, Section> Known = new();

    private Section(Type type)
    {
        if (type.GetConstructor(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance, []) is null)
            throw new InvalidOperationException($"options record {type} needs a constructor without parameters; write its settings as init properties");
        Type = type;
        var all = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is not null).ToList();
        OtherKeys = Only<OtherKeysAttribute>(all);
        WholeValue = Only<WholeValueAttribute>(all);
        Settings = [.. all.Where(property => property != OtherKeys?.Property && property != WholeValue?.Property).Select(property => new Setting(property))];
    }

    public Type Type { get; }

    /// <summary>The settings with a key of their own, in the order they are declared.</summary>
    public IReadOnlyList<Setting> Settings { get; }

    /// <summary>The setting that takes the keys no other one claims, if any.</summary>
    public Setting? OtherKeys { get; }

    /// <summary>The setting that takes the section's value itself, if any.</summary>
    public Setting? WholeValue { get; }

    public static Section Of(Type type) => Known.GetOrAdd(type, static type => new(type));

    /// <summary>A record with every setting at its default; required ones are not set.</summary>
    public object CreateDefault() => Activator.CreateInstance(Type, nonPublic: true)!;

    private static Setting? Only<T>(List<PropertyInfo> properties)
        where T : Attribute => properties.SingleOrDefault(property => property.IsDefined(typeof(T))) is { } property ? new(property) : null;
}

/// <summary>The options of a unit that has no settings.</summary>
internal sealed record NoOptions;
