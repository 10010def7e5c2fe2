using System.Reflection;
using System.Text.Json.Nodes;

namespace BootstrapVz.Base.Manifests.Binding;

/// <summary>Finds the shape of a property's type.</summary>
internal static class Shapes
{
    /// <exception cref="InvalidOperationException">The type cannot be a setting; a mistake in the options record.</exception>
    public static Shape Of(Type type, PropertyInfo property)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return new TextShape();
        if (type == typeof(bool))
            return new FlagShape();
        if (type == typeof(int) || type == typeof(long))
            return new IntegerShape(type);
        if (type == typeof(double))
            return new FractionShape();
        if (type == typeof(Uri))
            return new AddressShape();
        if (type == typeof(Secret))
            return new SecretShape();
        if (type == typeof(JsonNode) || type == typeof(JsonObject))
            return new FreeShape(mappingOnly: type == typeof(JsonObject));
        if (type.IsEnum)
            return new ChoiceShape(type);
        if (ItemOf(type) is { } item)
            return Make(typeof(ListShape<>), [item], Of(item, property));
        if (Generic(type, typeof(IReadOnlyDictionary<,>)) is [var key, var value])
            return Make(typeof(MapShape<,>), [key, value], KeyOf(key, property), Of(value, property));
        if (Parses(type, typeof(IWord<>)))
            return Make(typeof(WordShape<>), [type]);
        if (Parses(type, typeof(IParsable<>)))
            return Make(typeof(ParsableShape<>), [type]);
        if (type is { IsClass: true, IsAbstract: false } && type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true)
            return new RecordShape(type);
        throw new InvalidOperationException($"{property.DeclaringType}.{property.Name} is a {type}, which no setting can be");
    }

    private static ScalarShape KeyOf(Type type, PropertyInfo property) =>
        Of(type, property) as ScalarShape ?? throw new InvalidOperationException($"{property.DeclaringType}.{property.Name} has keys of {type}, which no key can be");

    private static Type? ItemOf(Type type) =>
        type.IsArray ? type.GetElementType() : Generic(type, typeof(IReadOnlyList<>)) is [var item] ? item : null;

    private static Type[] Generic(Type type, Type definition) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == definition ? type.GetGenericArguments() : [];

    private static bool Parses(Type type, Type definition) =>
        type.GetInterfaces().Any(other => Generic(other, definition) is [var self] && self == type);

    private static Shape Make(Type definition, Type[] types, params object[] arguments) =>
        (Shape)Activator.CreateInstance(definition.MakeGenericType(types), arguments)!;
}
